using System.Globalization;
using System.Text.RegularExpressions;
using Gannet.Detection;

namespace Gannet.Training.Layers;

/// <summary>Which parameters are trained in each epoch.</summary>
public sealed partial class LayerSchedule
{
    private LayerSchedule(IReadOnlyList<LayerPhase> phases) => Phases = phases;

    /// <summary>The phases in order; only the last one may be open-ended.</summary>
    public IReadOnlyList<LayerPhase> Phases { get; }

    /// <summary>The schedule that the options specify; null where backbone.trainable_stages decides.</summary>
    /// <exception cref="InvalidDataException">The schedule names layers that do not exist, or contradicts itself.</exception>
    public static LayerSchedule? Of(TrainingOptions options, Detector detector)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (options.TrainFrom is { } stage) return new([new(LayerSelection.FromStage(stage, detector), null)]);
        return options.Layers is { } text ? Parse(text, detector) : null;
    }

    /// <summary>Parses a selection, or selections with their last epochs: <c>heads:2,4+:4,all</c>.</summary>
    /// <remarks>A comma separates phases only after an epoch, so that patterns can contain commas.</remarks>
    /// <exception cref="InvalidDataException">A selection is wrong, or the epochs do not increase.</exception>
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

    /// <summary>What is trained in <paramref name="epoch"/>, counted from 1; the last phase has no end.</summary>
    public LayerSelection At(int epoch) => (Phases.FirstOrDefault(p => p.LastEpoch is not { } last || epoch <= last) ?? Phases[^1]).Selection;

    /// <summary>Enables gradients for everything trained in any phase: the optimizer covers all of it.</summary>
    public void ApplyUnion(Detector detector) => Apply(detector, name => Phases.Any(p => p.Selection.Contains(name)));

    /// <summary>Enables gradients for what is trained in <paramref name="epoch"/> and nothing else.</summary>
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

/// <summary>What is trained in one phase of a training.</summary>
/// <param name="Selection">The trained parameters.</param>
/// <param name="LastEpoch">The last epoch of the phase, counted from 1; null for the training's last.</param>
public sealed record LayerPhase(LayerSelection Selection, int? LastEpoch);
