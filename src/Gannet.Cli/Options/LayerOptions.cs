using System.CommandLine;
using Gannet.Cli.Parsing;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Torch.Nn;
using Gannet.Training;
using Gannet.Training.Layers;
using Gannet.Training.Setup;

namespace Gannet.Cli.Options;

/// <summary>Which layers of a detector are trained: <c>--layers</c>, <c>--train-from</c>, <c>--freeze-batch-norm</c>.</summary>
internal sealed class LayerOptions
{
    private const string NormSetting = "backbone.norm.kind";

    private static readonly string[] s_selections = ["backbone.trainable_stages", "training.layers", "training.train_from"];

    private readonly Option<string?> _layers = new("--layers")
    {
        Description = "Layers to train: heads, 3+, 4+, 5+, all, or a pattern of parameter names; by epoch: heads:2,4+:4,all.",
        HelpName = "LAYERS",
    };

    private readonly Option<string?> _trainFrom = new("--train-from")
    {
        Description = "First backbone stage to train, by name or number; none or -1 trains only the new layers.",
        HelpName = "STAGE",
    };

    private readonly Option<bool> _freezeNorm = new("--freeze-batch-norm")
    {
        Description = "Keep the scales and statistics of the backbone's batch norms fixed.",
    };

    public LayerOptions(Command command)
    {
        command.Options.Add(_layers);
        command.Options.Add(_trainFrom);
        command.Options.Add(_freezeNorm);
    }

    /// <summary>The changes to the preset that they ask for.</summary>
    /// <exception cref="UsageException">They contradict each other, or <paramref name="settings"/>.</exception>
    public IReadOnlyList<string> Settings(ParseResult parse, string preset, IReadOnlyList<string> settings)
    {
        List<string> chosen = [];
        if (parse.GetValue(_layers) is not null) chosen.Add("--layers");
        if (parse.GetValue(_trainFrom) is not null) chosen.Add("--train-from");
        chosen.AddRange(s_selections.Where(key => OptionSettings.Choose(settings, key)).Select(static key => $"--set {key}"));
        if (chosen is [var first, var second, ..])
            throw new UsageException($"{first} and {second} both select what is trained; give only one of them.");

        if (!parse.GetValue(_freezeNorm)) return [];
        if (OptionSettings.Choose(settings, NormSetting)) throw new UsageException($"--freeze-batch-norm and --set {NormSetting} both choose the norm; give only one of them.");
        return DetectorSetup.DetectorOptions(preset, settings).Backbone.Norm.Kind == NormKind.Group
            ? throw new UsageException($"--freeze-batch-norm: the backbone of {preset} has group norm, which has no statistics to keep.")
            : [$"{NormSetting}=frozen"];
    }

    /// <summary>The preset's training options with these applied; a selection on the command line replaces the preset's.</summary>
    public TrainingOptions Apply(TrainingOptions advice, ParseResult parse, IReadOnlyList<string> settings)
    {
        var (layers, trainFrom) = (parse.GetValue(_layers), parse.GetValue(_trainFrom));
        return (layers ?? trainFrom) is not null || s_selections.Any(key => OptionSettings.Choose(settings, key))
            ? advice with { Layers = layers, TrainFrom = trainFrom }
            : advice;
    }

    /// <summary>Checks which layers are to be trained, and prints them.</summary>
    /// <exception cref="InvalidDataException">The detector does not have a layer that is named.</exception>
    public static LayerSchedule? Describe(TrainingOptions options, Detector detector, TextWriter writer)
    {
        var schedule = LayerSchedule.Of(options, detector);
        if (schedule is null) return null;
        var phases = schedule.Phases.Select(static p =>
            $"{p.Selection.Text} ({p.Selection.Count} tensors){(p.LastEpoch is { } last ? $" to epoch {last}" : "")}");
        writer.WriteLine($"{(options.TrainFrom is null ? "Training" : "Training from")} {string.Join(", then ", phases)}");
        return schedule;
    }
}
