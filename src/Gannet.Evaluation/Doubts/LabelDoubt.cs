namespace Gannet.Evaluation.Doubts;

/// <summary>A label that may be wrong, or an object that may lack one.</summary>
/// <param name="Picture">Index of the picture in the data set.</param>
/// <param name="Annotation">Index of the label in its picture; null if it is missing.</param>
/// <param name="Kind">What is most likely wrong.</param>
/// <param name="Score">How doubtful it is, in [0, 1], by <see cref="LabelDoubts"/>; comparable within a kind.</param>
/// <param name="Box">The label's box; if it is missing, the detection's.</param>
/// <param name="Seen">What the detector sees there; null for nothing.</param>
public sealed record LabelDoubt(int Picture, int? Annotation, DoubtKind Kind, double Score, Box Box, DetectedObject? Seen);
