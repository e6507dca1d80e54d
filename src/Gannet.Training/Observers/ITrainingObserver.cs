using Gannet.Datasets.Checking;

namespace Gannet.Training.Observers;

/// <summary>Reacts to training events; called on the training thread, in order. An exception ends the training.</summary>
public interface ITrainingObserver
{
    /// <summary>Called after every step.</summary>
    void OnStep(StepReport report);

    /// <summary>Called after every epoch, when its scores are known.</summary>
    void OnEpoch(EpochReport report);

    /// <summary>Called once before the first step, where a training goes on from a checkpoint.</summary>
    void OnResumed(ResumeReport report)
    {
    }

    /// <summary>Called for a picture that can no longer be read, once in a training.</summary>
    /// <param name="problem">The picture, and what became of it.</param>
    void OnSkipped(DataProblem problem)
    {
    }
}
