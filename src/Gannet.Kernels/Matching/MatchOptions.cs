namespace Gannet.Kernels.Matching;

/// <summary>When a box counts as showing an object.</summary>
public sealed record MatchOptions
{
    /// <summary>The measure of overlap.</summary>
    /// <value>IoU, as every published detector.</value>
    public BoxOverlap Overlap { get; init; }

    /// <summary>Overlap from which a box is foreground.</summary>
    /// <value>.7 for proposals, .5 for detections, as the Faster R-CNN paper; GIoU is never above IoU, so its thresholds are lower.</value>
    public float Foreground { get; init; } = 0.7f;

    /// <summary>Overlap below which a box is background; between the two it is ignored.</summary>
    /// <value>.3 for proposals, .5 for detections.</value>
    public float Background { get; init; } = 0.3f;

    /// <summary>Whether the best boxes of each object are foreground however little they overlap it.</summary>
    /// <value>True for proposals: a small or odd object would otherwise have no anchor at all.</value>
    /// <remarks>A box that does not overlap the object – by GIoU, not even touch it – is never forced.</remarks>
    public bool ForceBestPerTruth { get; init; } = true;
}
