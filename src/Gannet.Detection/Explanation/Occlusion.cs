using Gannet.Detection.Images;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Explanation;

/// <summary>What a detection rests on: how far its score falls when a part of the input is hidden.</summary>
/// <param name="Detection">Index of the detection.</param>
/// <param name="Area">The part of the input that was looked at: the detection and its surroundings.</param>
/// <param name="Steps">Positions of the hiding square along each axis.</param>
/// <param name="Drops">Fall of the score at each position, row by row; below 0 where it rises.</param>
public sealed record Occlusion(int Detection, Box Area, int Steps, float[] Drops)
{
    // The surroundings count, too: this share of the detection's size on each side.
    private const float Surroundings = 0.5f;

    /// <summary>Slides a grey square over a detection, and detects at every position.</summary>
    /// <param name="detector">The detector that made the trace.</param>
    /// <param name="trace">The trace.</param>
    /// <param name="detection">Index of the detection.</param>
    /// <param name="steps">Positions along each axis; the time grows with its square.</param>
    /// <param name="progress">Called with the number of positions that are done.</param>
    /// <param name="cancellation">Stops between two positions.</param>
    /// <remarks>The square has the mean colour, which is 0 in the input, and is two steps wide. A detection of another class, or with an IoU
    /// below .5, is another one: the score is then 0. Device sync.</remarks>
    public static Occlusion Compute(
        Detector detector, DetectionTrace trace, int detection, int steps, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(steps);
        var (hidden, found) = (trace.Detections[detection].Box, trace.Found[detection]);
        var (marginX, marginY) = (Surroundings * hidden.Width, Surroundings * hidden.Height);
        var area = trace.Placement.Clip(new(hidden.X1 - marginX, hidden.Y1 - marginY, hidden.X2 + marginX, hidden.Y2 + marginY));
        var (width, height) = (area.Width / steps, area.Height / steps);
        var drops = new float[steps * steps];
        for (var k = 0; k < drops.Length; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (x, y) = (area.X1 + (k % steps + 0.5f) * width, area.Y1 + (k / steps + 0.5f) * height);
            var covered = Hide(trace.Input, new(x - width, y - height, x + width, y + height));
            drops[k] = found.Score - ScoreOf(found, detector.Detect(covered)[0]);
            progress?.Invoke(k + 1);
        }

        return new(detection, area, steps, drops);
    }

    private static float ScoreOf(DetectedObject found, IReadOnlyList<DetectedObject> now) =>
        now.Where(d => d.Label == found.Label && Iou.Of(d.Box, found.Box) >= ObjectTracing.OnObject).Select(static d => d.Score).DefaultIfEmpty().Max();

    private static ImageBatch Hide(ImageBatch batch, Box square)
    {
        var pixels = (float[])batch.Pixels.Clone();
        var (left, right) = (Math.Clamp((int)square.X1, 0, batch.Width), Math.Clamp((int)MathF.Ceiling(square.X2), 0, batch.Width));
        for (var y = Math.Max(0, (int)square.Y1); y < Math.Min(batch.Height, MathF.Ceiling(square.Y2)); y++)
            pixels.AsSpan((y * batch.Width + left) * 3, (right - left) * 3).Clear();
        return batch with { Pixels = pixels };
    }
}
