using System.Collections;
using Gannet.Datasets;
using Gannet.Masks;

namespace Gannet.Evaluation.Results;

/// <summary>A detection as a results file states it, in double.</summary>
/// <param name="Box">The box, in pixels of the original picture.</param>
/// <param name="Label">Class index, 0-based.</param>
/// <param name="Score">Confidence; higher is better.</param>
public readonly record struct ResultRow(WrittenBox Box, int Label, double Score)
{
    /// <summary>The area that decides its size range, in square pixels; null for the area of the compared shape.</summary>
    public double? Area { get; init; }

    /// <summary>The object's pixels; null if the row has none.</summary>
    public RunLengths? Mask { get; init; }

    /// <summary>The row of a detection.</summary>
    public static ResultRow Of(DetectedObject detection) =>
        new(WrittenBox.Of(detection.Box), detection.Label, detection.Score) { Mask = detection.Mask };

    /// <summary>The detection, rounded to floats.</summary>
    public DetectedObject ToDetection() => new(Box.ToBox(), Label, (float)Score) { Mask = Mask };
}

/// <summary>A view of detections as rows, without a copy: half a million are converted while they are grouped.</summary>
internal sealed class DetectionRows(IReadOnlyList<DetectedObject> detections) : IReadOnlyList<ResultRow>
{
    public int Count => detections.Count;

    public ResultRow this[int index] => ResultRow.Of(detections[index]);

    /// <summary>The rows of every picture.</summary>
    public static IReadOnlyList<IReadOnlyList<ResultRow>> Of(IReadOnlyList<IReadOnlyList<DetectedObject>> detections) =>
        [.. detections.Select(static found => new DetectionRows(found))];

    public IEnumerator<ResultRow> GetEnumerator() => detections.Select(ResultRow.Of).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
