using Gannet.Datasets.Checking;
using Gannet.Evaluation;

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

    /// <summary>Called for a step that was left out because a loss or the gradient was not finite.</summary>
    /// <param name="what">What was not finite, and in which pictures.</param>
    void OnStepLeftOut(string what)
    {
    }

    /// <summary>Called once per training for each image that can no longer be read.</summary>
    /// <param name="problem">The image and what was done about it.</param>
    void OnSkipped(DataProblem problem)
    {
    }
}

/// <summary>One completed step for observers: plain numbers, no tensors.</summary>
/// <param name="Step">Counted from 1 over the whole training.</param>
/// <param name="Steps">Total number of steps; 0 while a training by time has not planned it yet.</param>
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

/// <summary>The results of one completed epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Step">Steps taken so far.</param>
/// <param name="Loss">Mean training loss of the epoch.</param>
/// <param name="ValidationLosses">Mean of each loss term over the validation images; null where they were not computed.</param>
/// <param name="Evaluation">Scores on the validation images; null where there are none.</param>
/// <param name="IsBest">Whether this model is the best so far.</param>
public sealed record EpochReport(int Epoch, int Step, double Loss, IReadOnlyDictionary<string, double>? ValidationLosses, EvaluationReport? Evaluation, bool IsBest)
{
    /// <summary>The sum of the validation losses; null where they were not computed.</summary>
    public double? ValidationLoss => ValidationLosses?.Values.Sum();

    /// <summary>What was found in the first validation images; empty where none were scored.</summary>
    public IReadOnlyList<ExampleDetections> Examples { get; init; } = [];
}

/// <summary>What was found in a validation image.</summary>
/// <param name="Path">The image's file.</param>
/// <param name="Found">The detections, best first.</param>
public sealed record ExampleDetections(string Path, IReadOnlyList<DetectedObject> Found);

/// <summary>The point at which a training resumes.</summary>
/// <param name="Step">Steps already taken.</param>
/// <param name="Steps">Total number of steps.</param>
/// <param name="Epochs">Epochs already finished.</param>
/// <param name="ProlongedFrom">The original number of epochs, if the training was extended; otherwise null.</param>
public sealed record ResumeReport(int Step, int Steps, int Epochs, int? ProlongedFrom);
