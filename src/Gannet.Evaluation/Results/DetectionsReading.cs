using Gannet.Evaluation.Overlaps;

namespace Gannet.Evaluation.Results;

/// <summary>What a results file holds.</summary>
/// <param name="Detections">The detections of each picture, in the order of the data set's pictures and of the file.</param>
/// <param name="Overlap">What its rows are: masks where every row has a mask and none a box, else boxes.</param>
public sealed record DetectionsReading(IReadOnlyList<IReadOnlyList<DetectedObject>> Detections, OverlapKind Overlap);
