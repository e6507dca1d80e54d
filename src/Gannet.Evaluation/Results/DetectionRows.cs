using System.Collections;

namespace Gannet.Evaluation.Results;

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
