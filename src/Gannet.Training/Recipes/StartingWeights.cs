using Gannet.Detection.Models;
using Gannet.Torch.Serialization;

namespace Gannet.Training.Recipes;

/// <summary>What a file of weights is the start for.</summary>
/// <param name="Backbone">The backbone's name; null if it is not recognised, or without weights.</param>
/// <param name="IsDetector">Whether it holds more than a backbone: a neck and stages, whose form should stay.</param>
/// <param name="Stages">The stages of a ResNet that it holds, from "layer1" on; empty for other backbones.</param>
public sealed record StartingWeights(string? Backbone, bool IsDetector, IReadOnlyList<string> Stages)
{
    /// <summary>The detector's own options, if the file is a model of this library; null otherwise.</summary>
    public DetectorOptions? Options { get; init; }

    /// <summary>No weights: training from scratch.</summary>
    public static StartingWeights None { get; } = new(null, false, []);

    /// <summary>Looks at the names in a file.</summary>
    /// <param name="path">A <c>.pth</c> or safetensors file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static StartingWeights Of(string path)
    {
        using var file = WeightFile.Open(path);
        var names = file.Tensors.Keys.ToList();
        var isDetector = names.Exists(static n => n.Contains("rpn.", StringComparison.Ordinal) || n.StartsWith("roi_heads.", StringComparison.Ordinal));
        string[] stages = [.. Enumerable.Range(1, 4).Select(static k => $"layer{k}").Where(s => Has($"{s}.0."))];
        var options = file.Metadata.TryGetValue("gannet.options", out var text) ? OptionsYaml.Read<DetectorOptions>(text, path) : null;
        return new(Name(), isDetector, stages) { Options = options };

        bool Has(string part) => names.Exists(n => n.StartsWith(part, StringComparison.Ordinal) || n.Contains($".{part}", StringComparison.Ordinal));

        string? Name()
        {
            if (Has("layer1.0.conv3.")) return Has("layer3.22.") ? "resnet101" : "resnet50";
            if (Has("layer1.0.conv2.")) return Has("layer2.3.") ? "resnet34" : "resnet18";
            if (Has("denseblock1.")) return Has("denseblock3.denselayer32.") ? "densenet169" : "densenet121";
            if (Has("features.0.0.") || Has("body.0.0.")) return "mobilenet-v3-large";
            return Has("features.28.") ? "vgg16" : null;
        }
    }
}
