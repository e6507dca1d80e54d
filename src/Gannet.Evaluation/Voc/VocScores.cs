namespace Gannet.Evaluation.Voc;

/// <summary>Scores by the rules of Pascal VOC, in [0, 1]; −1 if undefined.</summary>
/// <param name="MeanAP">Mean over the classes that have objects.</param>
/// <param name="PerClass">Average precision of each class by name; −1 if the class has no objects.</param>
public sealed record VocScores(double MeanAP, IReadOnlyList<KeyValuePair<string, double>> PerClass);
