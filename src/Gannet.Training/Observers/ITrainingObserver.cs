using Gannet.Datasets.Checking;

namespace Gannet.Training.Observers;

/// <summary>Reacts to training events; called on the training thread, in order. An exception ends the training.</summary>
public interface ITrainingObserver
{
    /// <summary>Called after every step.</summary>
    void OnStep(StepReport report);

    /// <summary>Called after every epoch, when its scores are known.</summary>
    void OnEpoch(EpochReport report);

    /// <summary>Called once before the first step when a training resumes from a checkpoint.</summary>
    void OnResumed(ResumeReport report)
    {
    }

    /// <summary>Called once per training for each image that can no longer be read.</summary>
    /// <param name="problem">The image and what was done about it.</param>
    void OnSkipped(DataProblem problem)
    {
    }
}
