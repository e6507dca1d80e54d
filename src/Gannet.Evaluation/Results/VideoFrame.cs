namespace Gannet.Evaluation.Results;

/// <summary>The frame of a video that detections belong to; written as <c>frame</c>, <c>time_s</c>, <c>track_id</c> and <c>predicted</c>.</summary>
/// <param name="Number">Number of the frame in the video, counted from 0.</param>
/// <param name="Time">Its time from the start of the video.</param>
public sealed record VideoFrame(int Number, TimeSpan Time)
{
    /// <summary>For each detection, the number of the track that it belongs to, or 0 for none; empty if objects are not tracked.</summary>
    public IReadOnlyList<int> TrackIds { get; init; } = [];

    /// <summary>Whether the boxes are a tracker's predictions because this frame was not looked at.</summary>
    public bool IsPredicted { get; init; }
}
