using Gannet.Detection.RoiHeads;

namespace Gannet.Detection.Boxes;

/// <summary>The loss of predicted boxes, with the same choices in both stages.</summary>
public sealed record BoxLossOptions
{
    /// <summary>The loss.</summary>
    public BoxLossKind Kind { get; init; }

    /// <summary>Where smooth L1 changes from quadratic to linear: 1/σ² of the Fast R-CNN paper.</summary>
    /// <value>1/9, as in torchvision.</value>
    public double Beta { get; init; } = 1.0 / 9;

    /// <summary>The divisor of the sum.</summary>
    public LossNormalizer Normalizer { get; init; }

    /// <summary>Factor on the loss: λ of the Faster R-CNN paper.</summary>
    public double Weight { get; init; } = 1;
}
