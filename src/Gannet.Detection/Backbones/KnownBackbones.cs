using Gannet.Detection.Models;

namespace Gannet.Detection.Backbones;

/// <summary>The backbones by name.</summary>
internal static class KnownBackbones
{
    private static readonly Dictionary<string, Func<BackboneOptions, Backbone>> s_makers = new(StringComparer.Ordinal)
    {
        ["resnet18"] = static o => new ResNet(ResNetLayout.ResNet18, o),
        ["resnet34"] = static o => new ResNet(ResNetLayout.ResNet34, o),
        ["resnet50"] = static o => new ResNet(ResNetLayout.ResNet50, o),
        ["resnet101"] = static o => new ResNet(ResNetLayout.ResNet101, o),
        ["vgg16"] = static o => new Vgg(o, hasNorm: false),
        ["vgg16-bn"] = static o => new Vgg(o, hasNorm: true),
        ["densenet121"] = static o => new DenseNet(DenseNetLayout.DenseNet121, o),
        ["densenet169"] = static o => new DenseNet(DenseNetLayout.DenseNet169, o),
        ["inception-resnet-v2"] = static o => new InceptionResNetV2(o),
        ["mobilenet-v3-large"] = static o => new MobileNetV3(o),
    };

    public static Backbone Create(BackboneOptions options)
    {
        if (!s_makers.TryGetValue(options.Name, out var make))
        {
            throw new ArgumentException(
                $"backbone.name '{options.Name}' is not one of {string.Join(", ", s_makers.Keys)}; "
                + $"did you mean '{NearestName.Of(options.Name, s_makers.Keys)}'?",
                nameof(options));
        }

        if (options.Dilated && !options.Name.StartsWith("resnet", StringComparison.Ordinal))
            throw new ArgumentException($"backbone.dilated is for resnet backbones; '{options.Name}' has no dilated form.", nameof(options));
        return make(options);
    }
}
