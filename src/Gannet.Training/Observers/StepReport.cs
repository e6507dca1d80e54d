namespace Gannet.Training.Observers;

/// <summary>One completed step, as observers see it: plain numbers, no tensors.</summary>
/// <param name="Step">Counted from 1 over the whole training.</param>
/// <param name="Steps">Steps of the whole training.</param>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="Losses">Each term by name.</param>
/// <param name="Metrics">Shares of right answers by name.</param>
/// <param name="GradientNorm">Joint norm of the gradients before it was limited.</param>
/// <param name="Duration">Of the whole step, waiting included.</param>
/// <param name="DataWait">Part of it that was spent waiting for the batch.</param>
/// <param name="LiveTensors">Tensors alive after the step.</param>
public sealed record StepReport(
    int Step, int Steps, int Epoch, double Rate, IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, double> Metrics, double GradientNorm,
    TimeSpan Duration, TimeSpan DataWait, long LiveTensors)
{
    /// <summary>The sum of the terms.</summary>
    public double Loss => Losses.Values.Sum();
}
