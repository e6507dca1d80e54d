namespace Gannet.Training.Validation;

/// <summary>How far a detector has come with a data set.</summary>
/// <param name="Images">Pictures that are done.</param>
/// <param name="Duration">Time since the beginning.</param>
/// <param name="DataWait">Part of it that was spent waiting for pictures.</param>
public readonly record struct EvaluationProgress(int Images, TimeSpan Duration, TimeSpan DataWait)
{
    /// <summary>Share of the time that was spent waiting for pictures.</summary>
    public double WaitShare => Duration > TimeSpan.Zero ? DataWait / Duration : 0;
}
