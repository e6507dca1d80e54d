using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Boxes;

/// <summary>How far a predicted box is from its object's.</summary>
public enum BoxLossKind
{
    /// <summary>Of the offsets: square near zero, straight beyond.</summary>
    SmoothL1,

    /// <summary>Of the offsets: absolute difference.</summary>
    L1,

    /// <summary>Of the boxes: 1 − IoU.</summary>
    Iou,

    /// <summary>Of the boxes: 1 − generalised IoU.</summary>
    Giou,

    /// <summary>Of the boxes: with the distance of the centres.</summary>
    Diou,

    /// <summary>Of the boxes: with the distance of the centres and the aspect ratio.</summary>
    Ciou,
}
