using Gannet.Torch.Nn;

namespace Gannet.Detection.Backbones;

/// <summary>The network that turns pixels into features.</summary>
public sealed record BackboneOptions
{
    /// <summary>A value of <see cref="TrainableStages"/>: every stage, however many the backbone has.</summary>
    public const int AllStages = -1;

    /// <summary>
    /// Which network: resnet18, resnet34, resnet50, resnet101, vgg16, vgg16-bn, densenet121, densenet169, inception-resnet-v2 or
    /// mobilenet-v3-large.
    /// </summary>
    public string Name { get; init; } = "resnet50";

    /// <summary>The norm after each convolution.</summary>
    /// <value>
    /// Frozen batch norm, right with pretrained weights. Inception-ResNet-v2's were made with an epsilon of 1e-3. VGG-16 has no norm.
    /// </value>
    public NormOptions Norm { get; init; } = new();

    /// <summary>Names of the stages whose maps are used; what comes after the last of them is not built.</summary>
    /// <value>
    /// Empty for the backbone's own: ResNet's layer1 to layer4, DenseNet's block1 to block4, VGG's conv5, Inception-ResNet-v2's repeat_1
    /// and conv2d_7b, MobileNet's stage5 and stage6. [layer3] cuts ResNet at stride 16, [layer4] is its last map alone.
    /// </value>
    public string[] Outputs { get; init; } = [];

    /// <summary>Keeps the resolution of ResNet's layer4 (stride 16, not 32) and spreads its kernels instead, as R-FCN's authors did.</summary>
    /// <value>False. Weights made without it still fit.</value>
    public bool Dilated { get; init; }

    /// <summary>How many stages of the whole network, counted from the output, are trained; −1 for all.</summary>
    /// <value>3, as torchvision with pretrained weights; all of them where there are none.</value>
    public int TrainableStages { get; init; } = 3;

    /// <summary>What a part of a program's own wants to know, by names of its own; Gannet's parts read none.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>The stages that are asked for, else <paramref name="outputs"/>.</summary>
    public IReadOnlyList<string> OutputsOr(IReadOnlyList<string> outputs) => Outputs is [] ? outputs : Outputs;
}
