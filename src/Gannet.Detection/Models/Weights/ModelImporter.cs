using Gannet.Torch.Nn;
using Gannet.Torch.Serialization;

namespace Gannet.Detection.Models.Weights;

/// <summary>Loads weights from other sources into a detector.</summary>
public static class ModelImporter
{
    /// <summary>Creates a detector from the weights of a complete one, with the tensor names of any torchvision version.</summary>
    /// <param name="preset">A preset's name or a YAML file.</param>
    /// <param name="settings">Changes to single options, "section.key=value".</param>
    /// <param name="classes">Names of the classes, without background.</param>
    /// <param name="path">A <c>.pth</c> or safetensors file.</param>
    /// <param name="parts">The stages that options can name; null for the built-in ones.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, unexpected or misshapen, or the file is damaged or hostile.</exception>
    public static Detector Import(string preset, IReadOnlyList<string> settings, IReadOnlyList<string> classes, string path, DetectorParts? parts = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var file = WeightFile.Open(path);
        var options = Presets.Get(preset, settings);
        var epsilonIsGiven = OptionSettings.Choose(settings, "backbone.norm.epsilon");
        if (!epsilonIsGiven && options.Backbone.Norm.Kind == NormKind.Frozen && TorchvisionNames.ArePublishedBefore013(file.Tensors.Keys))
            options = options with { Backbone = options.Backbone with { Norm = options.Backbone.Norm with { Epsilon = PublishedEpsilon(options) } } };

        var detector = Detector.Compose(options, classes, preset, parts);
        try
        {
            ModuleWeights.Load(detector, file.Tensors.Values, TorchvisionNames.MapFor(file.Tensors.Keys)).RequireComplete(path);
            return detector;
        }
        catch
        {
            detector.Dispose();
            throw;
        }
    }

    /// <summary>Loads all matching weights from a model, a model for other classes or a bare backbone.</summary>
    /// <returns>What was loaded and what was not; predictors for another number of classes are misshapen and stay random.</returns>
    /// <exception cref="InvalidDataException">Nothing in the file fits.</exception>
    public static WeightReport LoadPretrained(Detector detector, string path)
    {
        ArgumentNullException.ThrowIfNull(detector);
        using var file = WeightFile.Open(path);
        var report = ModuleWeights.Load(detector, file.Tensors.Values, TorchvisionNames.MapFor(file.Tensors.Keys));
        return report.Loaded.Count > 0
            ? report
            : throw new InvalidDataException($"{path}: none of its {file.Tensors.Count} tensors fits this preset; is the file for another backbone?");
    }

    // torchvision's published ResNet-50 detectors use an epsilon of 0, the others the configured one.
    private static double PublishedEpsilon(DetectorOptions options) =>
        options.Backbone.Name == "resnet50" ? 0 : options.Backbone.Norm.Epsilon;
}
