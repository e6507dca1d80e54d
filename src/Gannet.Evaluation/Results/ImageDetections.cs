namespace Gannet.Evaluation.Results;

/// <summary>The detections of one picture, with the names that a results file gives it.</summary>
/// <param name="ImageId">The data set's number of the picture.</param>
/// <param name="FileName">Name relative to the picture folder.</param>
/// <param name="Detections">The detections, in pixels of the original picture.</param>
public sealed record ImageDetections(long ImageId, string FileName, IReadOnlyList<DetectedObject> Detections)
{
    /// <summary>What the data set calls the picture, where that is a text; it is written in the place of the number.</summary>
    public string? TextId { get; init; }
}
