namespace Gannet.Kernels.Matching;

/// <summary>When a box matches an object.</summary>
public sealed record MatchOptions
{
    /// <summary>The measure of overlap.</summary>
    /// <value>IoU, as in every published detector.</value>
    public BoxOverlap Overlap { get; init; }

    /// <summary>Lowest overlap at which a box is foreground.</summary>
    /// <value>.7 for proposals, .5 for detections, as in Faster R-CNN's paper; GIoU is never above IoU, so use lower thresholds.</value>
    public float Foreground { get; init; } = 0.7f;

    /// <summary>Overlap below which a box is background; between the two thresholds it is ignored.</summary>
    /// <value>.3 for proposals, .5 for detections.</value>
    public float Background { get; init; } = 0.3f;

    /// <summary>Whether the best boxes of each object are foreground, however little they overlap it.</summary>
    /// <value>True for proposals: a small or unusually shaped object would otherwise have no anchor.</value>
    /// <remarks>A box that does not overlap the object (with GIoU: does not even touch it) is never forced.</remarks>
    public bool ForceBestPerTruth { get; init; } = true;
}
