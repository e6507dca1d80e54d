namespace Gannet.Evaluation.Results;

/// <summary>The detections of one picture, with the identifiers that a results file gives it.</summary>
/// <param name="ImageId">The data set's number for the picture.</param>
/// <param name="FileName">Name relative to the picture folder.</param>
/// <param name="Detections">The detections, in pixels of the original picture.</param>
public sealed record ImageDetections(long ImageId, string FileName, IReadOnlyList<DetectedObject> Detections)
{
    /// <summary>The data set's identifier of the picture if it is a text; written instead of the number.</summary>
    public string? TextId { get; init; }
}
