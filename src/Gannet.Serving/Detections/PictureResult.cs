using Gannet.Serving.Batching;

namespace Gannet.Serving.Detections;

/// <summary>What was found in a picture of a request.</summary>
/// <param name="Width">Pixels across of the picture.</param>
/// <param name="Height">Pixels down of the picture.</param>
/// <param name="Decoded">Time to decode and scale it, its wait for that included.</param>
/// <param name="Outcome">The objects, and the times of the detecting thread.</param>
internal sealed record PictureResult(int Width, int Height, TimeSpan Decoded, DetectionOutcome Outcome)
{
    /// <summary>The objects of at least a score, best first.</summary>
    public IReadOnlyList<DetectedObject> Found(float score) =>
        [.. Outcome.Found.Where(found => found.Score >= score && float.IsFinite(found.Score + found.Box.X1 + found.Box.Y1 + found.Box.X2 + found.Box.Y2))];
}
