using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Matching;

/// <summary>The measure by which boxes are matched with objects.</summary>
public enum BoxOverlap
{
    /// <summary>Intersection over union, in [0, 1].</summary>
    Iou,

    /// <summary>Generalised IoU, in [−1, 1]: IoU minus the share of the enclosing box that neither box covers.</summary>
    Giou,
}
