namespace Gannet.Detection.Backbones;

/// <summary>The backbones by name.</summary>
internal static class KnownBackbones
{
    public static PartTable<BackboneMaker> Table { get; } = new(
        "backbone.name",
        ("resnet18", static o => new ResNet(ResNetLayout.ResNet18, o)),
        ("resnet34", static o => new ResNet(ResNetLayout.ResNet34, o)),
        ("resnet50", static o => new ResNet(ResNetLayout.ResNet50, o)),
        ("resnet101", static o => new ResNet(ResNetLayout.ResNet101, o)),
        ("vgg16", static o => new Vgg(Undilated(o), hasNorm: false)),
        ("vgg16-bn", static o => new Vgg(Undilated(o), hasNorm: true)),
        ("densenet121", static o => new DenseNet(DenseNetLayout.DenseNet121, Undilated(o))),
        ("densenet169", static o => new DenseNet(DenseNetLayout.DenseNet169, Undilated(o))),
        ("inception-resnet-v2", static o => new InceptionResNetV2(Undilated(o))),
        ("mobilenet-v3-large", static o => new MobileNetV3(Undilated(o))));

    private static BackboneOptions Undilated(BackboneOptions options) => options.Dilated
        ? throw InvalidOptionException.Contradiction("backbone.dilated", $"backbone.dilated is for resnet backbones; '{options.Name}' has no dilated form.")
        : options;
}
