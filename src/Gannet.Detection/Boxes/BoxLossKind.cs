using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Boxes;

/// <summary>The loss between a predicted box and its object's box.</summary>
public enum BoxLossKind
{
    /// <summary>Smooth L1 of the box deltas: quadratic near zero, linear beyond.</summary>
    SmoothL1,

    /// <summary>Absolute difference of the box deltas.</summary>
    L1,

    /// <summary>1 − IoU of the boxes.</summary>
    Iou,

    /// <summary>1 − generalised IoU of the boxes.</summary>
    Giou,

    /// <summary>1 − IoU of the boxes, plus a term for the distance of the centres.</summary>
    Diou,

    /// <summary>1 − IoU of the boxes, plus terms for the distance of the centres and the aspect ratio.</summary>
    Ciou,
}
