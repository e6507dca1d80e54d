namespace Gannet.Training.Reports;

/// <summary>Losses of one training step.</summary>
/// <param name="Step">Number of the step.</param>
/// <param name="Epoch">The epoch of the step.</param>
/// <param name="Loss">Sum of the loss terms.</param>
/// <param name="Losses">The loss terms by name.</param>
/// <param name="Rate">Learning rate.</param>
public sealed record LossPoint(int Step, int Epoch, double Loss, IReadOnlyDictionary<string, double> Losses, double Rate);
