namespace Gannet.Training.Observers;

/// <summary>One completed step for observers: plain numbers, no tensors.</summary>
/// <param name="Step">Counted from 1 over the whole training.</param>
/// <param name="Steps">Total number of steps.</param>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Rate">Learning rate.</param>
/// <param name="Losses">Each loss term by name.</param>
/// <param name="Metrics">Metrics by name, such as accuracy; each in [0, 1].</param>
/// <param name="GradientNorm">Joint norm of all gradients before clipping.</param>
/// <param name="Duration">Time of the whole step, including waiting.</param>
/// <param name="DataWait">Part of it spent waiting for the batch.</param>
/// <param name="LiveTensors">Number of live tensors after the step.</param>
public sealed record StepReport(
    int Step, int Steps, int Epoch, double Rate, IReadOnlyDictionary<string, double> Losses, IReadOnlyDictionary<string, double> Metrics, double GradientNorm,
    TimeSpan Duration, TimeSpan DataWait, long LiveTensors)
{
    /// <summary>The sum of the loss terms.</summary>
    public double Loss => Losses.Values.Sum();
}
