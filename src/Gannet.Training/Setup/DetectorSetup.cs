using Gannet.Detection;
using Gannet.Detection.Backbones;
using Gannet.Detection.Models;
using Gannet.Detection.Models.Weights;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Training.Setup;

/// <summary>Creates the detector that a training starts with.</summary>
public static class DetectorSetup
{
    private const string TrainingPrefix = "training.";

    /// <summary>Composes the detector and loads matching pretrained weights.</summary>
    /// <param name="preset">A preset's name or a YAML file.</param>
    /// <param name="settings">Changes to single options; those starting with "training." are ignored.</param>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="weights">A model, torchvision's detector or a bare backbone; null to train from scratch.</param>
    /// <param name="seed">Seed of the random weights.</param>
    /// <param name="parts">The stages that options can name; null for the built-in ones.</param>
    /// <param name="name">What the model remembers as its preset; null for <paramref name="preset"/>.</param>
    /// <returns>The detector and, if weights were loaded, a report of what they lacked.</returns>
    /// <remarks>
    /// Without weights, all norms and stages are trained, as in torchvision: frozen norms without learnt statistics would be useless.
    /// </remarks>
    public static (Detector Detector, WeightReport? Weights) Create(
        string preset, IReadOnlyList<string> settings, IReadOnlyList<string> classes, string? weights, int seed, DetectorParts? parts = null,
        string? name = null)
    {
        var options = DetectorOptions(preset, settings);
        if (weights is null) options = FromScratch(options, settings);
        TorchRuntime.Seed(seed);
        var detector = Detector.Compose(options, classes, name ?? preset, parts);
        try
        {
            return (detector, weights is null ? null : ModelImporter.LoadPretrained(detector, weights));
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>The detector's options: the preset, changed by <c>--set section.key=value</c>.</summary>
    /// <param name="preset">A preset's name or a YAML file.</param>
    /// <param name="settings">Changes to single options; those starting with "training." are ignored.</param>
    /// <exception cref="InvalidDataException">There is no such preset or option, or the value is wrong.</exception>
    public static DetectorOptions DetectorOptions(string preset, IReadOnlyList<string> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Presets.Get(preset, [.. settings.Where(static s => !s.StartsWith(TrainingPrefix, StringComparison.Ordinal))]);
    }

    /// <summary>The training options: the preset's, changed by the caller, then by <c>--set training.key=value</c>.</summary>
    /// <param name="preset">A preset's name or a YAML file.</param>
    /// <param name="settings">Changes to single options; only those starting with "training." apply.</param>
    /// <param name="change">Applies the caller's own options; null for none.</param>
    /// <param name="parts">The parts that options can name; null for the built-in ones.</param>
    /// <exception cref="InvalidDataException">There is no such preset or option, or the value is wrong.</exception>
    public static TrainingOptions Training(string preset, IReadOnlyList<string> settings, Func<TrainingOptions, TrainingOptions>? change = null, TrainingParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var options = OptionsYaml.Read<TrainingOptions>(Presets.TrainingText(preset), preset);
        options = change?.Invoke(options) ?? options;
        var own = settings.Where(static s => s.StartsWith(TrainingPrefix, StringComparison.Ordinal))
            .Select(static s => s[TrainingPrefix.Length..]).ToArray();
        var changed = own.Length == 0 ? options : OptionsYaml.Read<TrainingOptions>(OptionsYaml.Write(options), "training options", own);
        changed.Validate();
        (parts ?? TrainingParts.BuiltIn).RequireKnown(changed);
        return changed;
    }

    private static DetectorOptions FromScratch(DetectorOptions options, IReadOnlyList<string> settings)
    {
        var backbone = options.Backbone;
        if (!OptionSettings.Choose(settings, "backbone.norm.kind")) backbone = backbone with { Norm = backbone.Norm with { Kind = NormKind.Batch } };
        if (!OptionSettings.Choose(settings, "backbone.trainable_stages")) backbone = backbone with { TrainableStages = BackboneOptions.AllStages };
        return options with { Backbone = backbone };
    }
}
