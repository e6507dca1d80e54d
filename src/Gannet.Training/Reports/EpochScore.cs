namespace Gannet.Training.Reports;

/// <summary>Validation scores after an epoch, in [0, 1].</summary>
/// <param name="Epoch">Number of the epoch.</param>
/// <param name="AP">Average precision over IoU .50:.05:.95.</param>
/// <param name="AP50">Average precision at IoU .50.</param>
public sealed record EpochScore(int Epoch, double AP, double AP50);
