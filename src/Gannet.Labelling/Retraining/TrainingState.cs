namespace Gannet.Labelling.Retraining;

/// <summary>Where a training is.</summary>
internal enum TrainingPhase
{
    /// <summary>None was started.</summary>
    Idle,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was asked to stop and is writing its checkpoint.</summary>
    Stopping,

    /// <summary>It ended by itself.</summary>
    Done,

    /// <summary>It was stopped.</summary>
    Stopped,

    /// <summary>It ended with an error.</summary>
    Failed,
}

/// <summary>A training as the page shows it.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Minutes">How long it was to take.</param>
/// <param name="Seconds">How long it has taken.</param>
/// <param name="Pictures">How many pictures it learns from.</param>
/// <param name="Objects">How many objects they show.</param>
/// <param name="Step">Its last step; 0 before the first.</param>
/// <param name="Loss">The loss of that step.</param>
/// <param name="AP">AP of its last validation; null before the first, or without one.</param>
/// <param name="Message">What went wrong; null for nothing.</param>
internal sealed record TrainingState(
    TrainingPhase Phase, double Minutes, double Seconds, int Pictures, int Objects, int Step, double? Loss, double? AP, string? Message)
{
    public static TrainingState Idle { get; } = new(TrainingPhase.Idle, 0, 0, 0, 0, 0, null, null, null);

    public bool IsActive => Phase is TrainingPhase.Running or TrainingPhase.Stopping;
}
