using Gannet.Datasets.Checking;
using Gannet.Training.Observers;

namespace Gannet.Training.Tests;

/// <summary>Remembers what a training reports; may act on it.</summary>
internal sealed class TrainingRecorder(Action<StepReport>? onStep = null, Action<EpochReport>? onEpoch = null, Action? onLeftOut = null) : ITrainingObserver
{
    public List<StepReport> Steps { get; } = [];

    public List<EpochReport> Epochs { get; } = [];

    public List<ResumeReport> Resumed { get; } = [];

    public List<DataProblem> Skipped { get; } = [];

    public List<string> LeftOut { get; } = [];

    public IEnumerable<double> Losses => Steps.Select(static s => s.Loss);

    public void OnStep(StepReport report)
    {
        Steps.Add(report);
        onStep?.Invoke(report);
    }

    public void OnEpoch(EpochReport report)
    {
        Epochs.Add(report);
        onEpoch?.Invoke(report);
    }

    public void OnResumed(ResumeReport report) => Resumed.Add(report);

    public void OnStepLeftOut(string what)
    {
        LeftOut.Add(what);
        onLeftOut?.Invoke();
    }

    public void OnSkipped(DataProblem problem) => Skipped.Add(problem);
}
