using Gannet.Kernels.Tracking;

namespace Gannet.Cli.Video;

/// <summary>A frame after detection.</summary>
/// <param name="Frame">The frame.</param>
/// <param name="Objects">What is shown in it.</param>
/// <param name="IsLookedAt">Whether objects were detected in this frame itself.</param>
internal sealed record FoundFrame(DecodedFrame Frame, IReadOnlyList<FoundObject> Objects, bool IsLookedAt)
{
    /// <summary>Former places of the tracked objects.</summary>
    public IReadOnlyList<Trail> Trails { get; init; } = [];
}

/// <summary>An object in a frame.</summary>
/// <param name="Detection">Its box and class.</param>
/// <param name="Track">The track that it belongs to, which may get its number later; null if objects are not tracked.</param>
internal sealed record FoundObject(DetectedObject Detection, Track? Track)
{
    // As of now: the track may be confirmed later.
    public int TrackId { get; } = Track?.Id ?? 0;
}

/// <summary>Former centres of a tracked object, oldest first.</summary>
/// <param name="TrackId">The track.</param>
/// <param name="Places">Points in pixels.</param>
internal sealed record Trail(int TrackId, IReadOnlyList<(float X, float Y)> Places);
