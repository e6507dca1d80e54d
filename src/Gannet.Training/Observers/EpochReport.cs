using Gannet.Evaluation;

namespace Gannet.Training.Observers;

/// <summary>The results of one completed epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="ValidationLoss">Mean loss over the validation images; null where there are none.</param>
/// <param name="Evaluation">Scores on the validation images; null where there are none.</param>
/// <param name="IsBest">Whether this model is the best so far.</param>
public sealed record EpochReport(int Epoch, int Step, double Loss, double? ValidationLoss, EvaluationReport? Evaluation, bool IsBest);
