namespace Gannet.Training.Observers;

/// <summary>Reacts to training events; called on the training thread, in order. An exception ends the training.</summary>
public interface ITrainingObserver
{
    /// <summary>Called after every step.</summary>
    void OnStep(StepReport report);

    /// <summary>Called after every epoch, when its scores are known.</summary>
    void OnEpoch(EpochReport report);
}
