using Gannet.Evaluation;

namespace Gannet.Training.Observers;

/// <summary>One completed epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Steps so far.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="ValidationLoss">Mean loss over the validation pictures; null where there are none.</param>
/// <param name="Evaluation">Scores on the validation pictures; null where there are none.</param>
/// <param name="IsBest">Whether the model is the best so far.</param>
public sealed record EpochReport(int Epoch, int Step, double Loss, double? ValidationLoss, EvaluationReport? Evaluation, bool IsBest);
