namespace Gannet.Kernels.Tracking;

/// <summary>When detections of successive frames are taken for the same object.</summary>
public sealed record TrackerOptions
{
    /// <summary>Frames in a row that may be looked at without finding the object before its track ends.</summary>
    /// <value>30, as in DeepSORT, so that an object that was hidden for a second keeps its number; SORT itself uses 1.</value>
    public int MaxAge { get; init; } = 30;

    /// <summary>Detections in a row until a track is confirmed and gets its number; false detections seldom last.</summary>
    /// <value>3, as in SORT.</value>
    public int MinHits { get; init; } = 3;

    /// <summary>Lowest IoU, above 0 and up to 1, of a detection with the predicted box of a track that it continues.</summary>
    /// <value>.3, as in SORT.</value>
    public float ThresholdIou { get; init; } = 0.3f;

    /// <summary>Whether a detection only continues a track of its own class.</summary>
    /// <value>True. False suits a detector that confuses similar classes from frame to frame.</value>
    public bool ClassAware { get; init; } = true;

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidOptionException.ThrowUnless(MaxAge >= 0, "max_age", MaxAge, "0 frames or more");
        InvalidOptionException.ThrowUnless(MinHits >= 1, "min_hits", MinHits, "1 detection or more");
        InvalidOptionException.ThrowUnless(ThresholdIou is > 0 and <= 1, "threshold_iou", ThresholdIou, "above 0 and up to 1");
    }
}
