namespace Gannet.Detection.RoiHeads;

/// <summary>What a later stage of a cascade does differently from the first.</summary>
public sealed record CascadeOptions
{
    /// <summary>Minimum IoU of a foreground region; all others are background.</summary>
    /// <value>.6, as in the second stage of the Cascade R-CNN paper.</value>
    public float ForegroundIou { get; init; } = 0.6f;

    /// <summary>Weights of the box deltas: x, y, width, height. Better boxes need smaller deltas, hence larger weights.</summary>
    /// <value>20, 20, 10, 10, as in the second stage of the paper.</value>
    public float[] BoxWeights { get; init; } = [20, 20, 10, 10];
}
