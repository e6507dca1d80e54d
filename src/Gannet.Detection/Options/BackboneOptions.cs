using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>The network that turns pixels into features.</summary>
public sealed record BackboneOptions
{
    /// <summary>A value of <see cref="TrainableStages"/>: every stage, however many the backbone has.</summary>
    public const int AllStages = -1;

    /// <summary>Which network: resnet18, resnet34, resnet50, resnet101 or mobilenet-v3-large.</summary>
    public string Name { get; init; } = "resnet50";

    /// <summary>The norm after each convolution.</summary>
    /// <value>Frozen batch norm, right with pretrained weights.</value>
    public NormOptions Norm { get; init; } = new();

    /// <summary>How many stages, counted from the output, are trained; −1 for all.</summary>
    /// <value>3, as torchvision with pretrained weights; all of them where there are none.</value>
    public int TrainableStages { get; init; } = 3;
}
