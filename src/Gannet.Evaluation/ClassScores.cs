namespace Gannet.Evaluation;

/// <summary>Scores of one class; −1 if the class has no objects.</summary>
/// <param name="Name">Class name.</param>
/// <param name="AP">Average precision over the ten IoU thresholds.</param>
/// <param name="AP50">Average precision at IoU .5.</param>
/// <param name="Objects">Number of objects that count, without crowds.</param>
public sealed record ClassScores(string Name, double AP, double AP50, int Objects);
