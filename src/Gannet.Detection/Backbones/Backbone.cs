using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>A network that turns pixels into feature maps of falling resolution.</summary>
public abstract class Backbone : Module
{
    /// <summary>Channels of each returned map, finest first.</summary>
    public abstract IReadOnlyList<int> Channels { get; }

    /// <summary>Pixels of the input a cell of each returned map.</summary>
    public abstract IReadOnlyList<int> Strides { get; }

    /// <summary>Number of stages that can be trained or frozen.</summary>
    public abstract int Stages { get; }

    /// <summary>The feature maps, finest first, of <paramref name="x"/>, <c>[N, 3, H, W]</c>.</summary>
    public abstract Tensor[] Forward(Tensor x);

    /// <summary>Freezes all but the last <paramref name="trainable"/> stages.</summary>
    public void FreezeAllBut(int trainable)
    {
        if (trainable == BackboneOptions.AllStages) return;
        if (trainable < 0 || trainable > Stages)
            throw new ArgumentOutOfRangeException(nameof(trainable), trainable, $"trainable_stages must be from 0 to {Stages} for this backbone.");
        foreach (var module in FrozenParts(Stages - trainable)) module.Freeze();
    }

    /// <summary>The modules that make up the first <paramref name="frozenStages"/> stages.</summary>
    protected abstract IEnumerable<Module> FrozenParts(int frozenStages);

    /// <summary>Creates the backbone that <paramref name="options"/> name, with random weights.</summary>
    /// <exception cref="ArgumentException">There is no such backbone; the message lists those there are.</exception>
    public static Backbone Create(BackboneOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Name switch
        {
            "resnet18" => new ResNet(ResNetLayout.ResNet18, options.Norm),
            "resnet34" => new ResNet(ResNetLayout.ResNet34, options.Norm),
            "resnet50" => new ResNet(ResNetLayout.ResNet50, options.Norm),
            "resnet101" => new ResNet(ResNetLayout.ResNet101, options.Norm),
            "mobilenet-v3-large" => new MobileNetV3(options.Norm),
            _ => throw new ArgumentException(
                $"backbone.name '{options.Name}' is not one of resnet18, resnet34, resnet50, resnet101, mobilenet-v3-large.", nameof(options)),
        };
    }
}
