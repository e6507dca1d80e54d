using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>The network that turns pixels into features.</summary>
public sealed record BackboneOptions
{
    /// <summary>A value of <see cref="TrainableStages"/>: all stages of the backbone.</summary>
    public const int AllStages = -1;

    /// <summary>
    /// The network: resnet18, resnet34, resnet50, resnet101, vgg16, vgg16-bn, densenet121, densenet169, inception-resnet-v2 or
    /// mobilenet-v3-large.
    /// </summary>
    public string Name { get; init; } = "resnet50";

    /// <summary>The norm after each convolution.</summary>
    /// <value>
    /// Frozen batch norm, which suits pretrained weights. Those of Inception-ResNet-v2 use an epsilon of 1e-3. VGG-16 has no norm.
    /// </value>
    public NormOptions Norm { get; init; } = new();

    /// <summary>Names of the stages whose maps are used; later stages are not built.</summary>
    /// <value>
    /// Empty for the backbone's own: ResNet's layer1 to layer4, DenseNet's block1 to block4, VGG's conv5, Inception-ResNet-v2's repeat_1
    /// and conv2d_7b, MobileNet's stage5 and stage6. [layer3] cuts ResNet at stride 16, [layer4] uses only its last map.
    /// </value>
    public string[] Outputs { get; init; } = [];

    /// <summary>Whether ResNet's layer4 keeps its resolution (stride 16, not 32) and dilates its kernels instead, as in R-FCN.</summary>
    /// <value>False. Weights trained without it still fit.</value>
    public bool Dilated { get; init; }

    /// <summary>Number of trained stages of the whole network, counted from the output; −1 for all.</summary>
    /// <value>3, as in torchvision with pretrained weights; all stages if there are none.</value>
    public int TrainableStages { get; init; } = 3;

    /// <summary>Settings for a program's own part, by name; built-in parts do not read them.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>The stages that the options name, otherwise <paramref name="outputs"/>.</summary>
    public IReadOnlyList<string> OutputsOr(IReadOnlyList<string> outputs) => Outputs is [] ? outputs : Outputs;
}
