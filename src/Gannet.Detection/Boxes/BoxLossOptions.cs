using Gannet.Detection.RoiHeads;

namespace Gannet.Detection.Boxes;

/// <summary>The loss of predicted boxes, the same choices in both stages.</summary>
public sealed record BoxLossOptions
{
    /// <summary>Which loss.</summary>
    public BoxLossKind Kind { get; init; }

    /// <summary>Where smooth-L1 turns from square to straight: 1/σ² of the Fast R-CNN paper.</summary>
    /// <value>1/9, as torchvision.</value>
    public double Beta { get; init; } = 1.0 / 9;

    /// <summary>What the sum is divided by.</summary>
    public LossNormalizer Normalizer { get; init; }

    /// <summary>Multiplies the loss: λ of the Faster R-CNN paper.</summary>
    public double Weight { get; init; } = 1;
}
