using System.Globalization;
using System.Text.RegularExpressions;
using Gannet.Detection;

namespace Gannet.Training.Layers;

/// <summary>Which parameters are trained in each epoch.</summary>
public sealed partial class LayerSchedule
{
    private LayerSchedule(IReadOnlyList<LayerPhase> phases) => Phases = phases;

    /// <summary>The phases, one after another; only the last one can be without an end.</summary>
    public IReadOnlyList<LayerPhase> Phases { get; }

    /// <summary>The schedule that the options ask for; null where they leave it to backbone.trainable_stages.</summary>
    /// <exception cref="InvalidDataException">It names what is not there, or contradicts itself.</exception>
    public static LayerSchedule? Of(TrainingOptions options, Detector detector)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.TrainFrom is { } stage) return new([new(LayerSelection.FromStage(stage, detector), null)]);
        return options.Layers is { } text ? Parse(text, detector) : null;
    }

    /// <summary>Reads a selection, or selections with their last epochs: <c>heads:2,4+:4,all</c>.</summary>
    /// <remarks>A comma parts two phases only behind an epoch, so that patterns can have commas of their own.</remarks>
    /// <exception cref="InvalidDataException">A selection is wrong, or epochs do not rise.</exception>
    public static LayerSchedule Parse(string text, Detector detector)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<LayerPhase> phases = [];
        foreach (var part in BetweenPhases().Split(text))
        {
            var match = WithEpoch().Match(part);
            int? last = match.Success ? int.Parse(match.Groups["epoch"].Value, CultureInfo.InvariantCulture) : null;
            if (last <= (phases.Count == 0 ? 0 : phases[^1].LastEpoch))
                throw new InvalidDataException($"--layers {text}: epoch {last} of '{part}' does not come after the phase before it.");
            phases.Add(new(LayerSelection.Parse(match.Success ? match.Groups["layers"].Value : part, detector), last));
        }

        return new(phases);
    }

    /// <summary>What is trained in <paramref name="epoch"/>, counted from 1; the last phase goes on for ever.</summary>
    public LayerSelection At(int epoch) => (Phases.FirstOrDefault(p => p.LastEpoch is not { } last || epoch <= last) ?? Phases[^1]).Selection;

    /// <summary>Lets gradients reach what is trained in any phase, as an optimizer over all of it needs.</summary>
    public void ApplyUnion(Detector detector) => Apply(detector, name => Phases.Any(p => p.Selection.Contains(name)));

    /// <summary>Lets gradients reach what is trained in <paramref name="epoch"/> and nothing else.</summary>
    public void Apply(Detector detector, int epoch) => Apply(detector, At(epoch).Contains);

    private static void Apply(Detector detector, Func<string, bool> isTrained)
    {
        ArgumentNullException.ThrowIfNull(detector);
        foreach (var (name, tensor) in detector.NamedParameters())
        {
            var trains = isTrained(name);
            if (!trains) tensor.Gradient = null;
            if (tensor.RequiresGrad != trains) tensor.RequiresGradInPlace(trains);
        }
    }

    [GeneratedRegex(@"(?<=:\d{1,6}),")]
    private static partial Regex BetweenPhases();

    [GeneratedRegex(@"^(?<layers>.+):(?<epoch>\d{1,6})$")]
    private static partial Regex WithEpoch();
}
