namespace Gannet.Training.Validation;

/// <summary>Progress of a detector through a data set.</summary>
/// <param name="Images">Images finished.</param>
/// <param name="Duration">Time since the start.</param>
/// <param name="DataWait">Part of it spent waiting for images.</param>
public readonly record struct EvaluationProgress(int Images, TimeSpan Duration, TimeSpan DataWait)
{
    /// <summary>Share of the time spent waiting for images.</summary>
    public double WaitShare => Duration > TimeSpan.Zero ? DataWait / Duration : 0;
}
