using Gannet.Evaluation.Overlaps;

namespace Gannet.Evaluation.Results;

/// <summary>What a results file holds.</summary>
/// <param name="Rows">The rows of each picture, in the order of the data set's pictures and of the file.</param>
/// <param name="Overlap">What its rows are: masks if every row has a mask and none has a box, else boxes.</param>
public sealed record DetectionsReading(IReadOnlyList<IReadOnlyList<ResultRow>> Rows, IouType Overlap)
{
    /// <summary>Number of rows left out because the data set does not have their class; they count neither for nor against.</summary>
    public int UnknownClassRows { get; init; }

    /// <summary>The first of those classes, as the file names it; null if there is none.</summary>
    public string? UnknownClass { get; init; }

    /// <summary>The rows as detections, rounded to floats.</summary>
    public IReadOnlyList<IReadOnlyList<DetectedObject>> ToDetections() =>
        [.. Rows.Select(static rows => rows.Select(static row => row.ToDetection()).ToArray())];
}
