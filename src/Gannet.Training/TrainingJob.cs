using System.Diagnostics;
using System.Text;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Evaluation;
using Gannet.Training.Checkpoints;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;
using Gannet.Training.Validation;

namespace Gannet.Training;

/// <summary>A complete training: epochs, validation, best and last model, checkpoints.</summary>
/// <param name="detector">The detector, trained in place.</param>
/// <param name="training">Training images; at least one.</param>
/// <param name="validation">Images to score after each epoch; null for none.</param>
/// <param name="options">Duration and rates.</param>
/// <param name="folder">Where all results are written.</param>
/// <param name="parts">The optimizers, schedules and augmentations that options can name; null for the built-in ones.</param>
/// <param name="strict">Whether an image that can no longer be read ends the training; otherwise others take its place.</param>
public sealed class TrainingJob(
    Detector detector, AnnotatedDataset training, AnnotatedDataset? validation, TrainingOptions options, RunFolder folder,
    TrainingParts? parts = null, bool strict = false)
{
    // A killed training loses at most this much work; the end of an epoch also saves.
    private static readonly TimeSpan s_checkpointInterval = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);
    private readonly BatchLoader _loader = new(TrainingImage.From(training), detector.Transform, options, parts) { Strict = strict };
    private readonly string _fingerprint = Fingerprint.Of(detector.Options, options, training);
    // Epochs of a few images take seconds: writing hundreds of megabytes after each would take longer than the training.
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromMinutes(1);

    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private int _done, _epochs;
    private double? _bestScore;
    private double _lossSum;

    /// <summary>Total number of steps.</summary>
    public int Steps => (int)Math.Min(options.MaxSteps ?? int.MaxValue, (long)options.Epochs * StepsPerEpoch);

    private int StepsPerEpoch => _loader.BatchesPerEpoch / options.Accumulate;

    /// <summary>Trains to the end, or until cancelled after a checkpoint.</summary>
    /// <param name="resume">Whether to resume from the folder's checkpoint if there is one.</param>
    /// <param name="observers">Notified of every step and epoch.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint holds the state after the last step.</exception>
    /// <exception cref="InvalidDataException">Another training writes to the folder, or the checkpoint belongs to another training.</exception>
    /// <exception cref="NonFiniteLossException">A loss became NaN or infinite.</exception>
    public void Run(bool resume, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        folder.Create();
        using var held = RunLock.Take(folder);
        folder.RemoveUnfinished();
        using var trainer = new Trainer(detector, options, Steps, parts);
        if (resume && File.Exists(folder.Checkpoint)) Restore(trainer, observers);
        else folder.RemoveResults(); // otherwise they would remain if this training ended before writing its own
        AtomicFile.Write(folder.OptionsFile, stream => stream.Write(Encoding.UTF8.GetBytes(OptionsYaml.Write(detector.Options))));
        using var metrics = new MetricsLog(folder.Metrics, _done);
        IReadOnlyList<ITrainingObserver> told = [metrics, .. observers];
        try
        {
            // An epoch ends after its validation. If it was stopped before that, no steps are left and only the validation runs.
            while ((long)_epochs * StepsPerEpoch < Steps)
            {
                TrainEpoch(trainer, told, cancellation);
                FinishEpoch(trainer, told, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Save(trainer);
            throw;
        }
    }

    private void TrainEpoch(Trainer trainer, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        if (_done >= Steps) return;
        var sinceCheckpoint = Stopwatch.StartNew();
        var wait = Stopwatch.StartNew();
        var (first, part) = ((_done - _epochs * StepsPerEpoch) * options.Accumulate, 0);
        foreach (var batch in _loader.Read(_epochs, first, cancellation))
        {
            foreach (var problem in batch.Skipped) Skip(problem, observers);
            trainer.Accumulate(batch, _done + 1, _epochs + 1, wait.Elapsed);
            _loader.Recycle(batch);
            if (++part % options.Accumulate == 0)
            {
                var reports = trainer.Update();
                _done++;
                Tell(reports, observers);
                if (cancellation.IsCancellationRequested || _done == Steps) break;
                if (sinceCheckpoint.Elapsed > s_checkpointInterval)
                {
                    Tell(trainer.Flush(), observers); // an unread step may have been NaN
                    Save(trainer);
                    sinceCheckpoint.Restart();
                }
            }

            wait.Restart();
        }

        Tell(trainer.Flush(), observers);
        cancellation.ThrowIfCancellationRequested();
    }

    private void Tell(IReadOnlyList<StepReport> reports, IReadOnlyList<ITrainingObserver> observers)
    {
        foreach (var report in reports)
        {
            _lossSum += report.Loss;
            foreach (var observer in observers) observer.OnStep(report);
        }
    }

    // A missing image turns up in every epoch, but is reported once.
    private void Skip(DataProblem problem, IReadOnlyList<ITrainingObserver> observers)
    {
        if (!_skipped.Add(problem.File)) return;
        foreach (var observer in observers) observer.OnSkipped(problem);
    }

    private void FinishEpoch(Trainer trainer, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        var shown = _done == Steps || (_epochs + 1) % options.ValidateEvery == 0 ? validation : null;
        var isSaved = shown is not null || _done == Steps || _sinceSave.Elapsed > s_saveInterval;
        if (isSaved) detector.Save(folder.LastModel);
        if (shown is not null) Save(trainer); // the epoch must not be lost if validation fails
        var problems = strict ? null : new List<DataProblem>();
        var evaluation = shown is null ? null : DetectorEvaluator.Evaluate(detector, shown, null, cancellation, problems);
        foreach (var problem in problems ?? []) Skip(problem, observers);
        double? loss = shown is null ? null : DetectorEvaluator.ComputeLoss(detector, TrainingImage.From(shown), cancellation);
        var isBest = validation is null || evaluation is not null && (_bestScore is null || evaluation.Score >= _bestScore);
        if (isSaved && isBest)
        {
            _bestScore = evaluation?.Score;
            detector.Save(folder.BestModel);
            if (evaluation is not null)
                AtomicFile.Write(folder.Evaluation, stream => EvaluationReportWriter.Write(stream, evaluation));
        }

        var mean = _lossSum / Math.Max(1, _done - _epochs * StepsPerEpoch);
        (_epochs, _lossSum) = (_epochs + 1, 0);
        if (isSaved)
        {
            Save(trainer);
            _sinceSave.Restart();
        }

        var report = new EpochReport(_epochs, _done, mean, loss, evaluation, isBest);
        foreach (var observer in observers) observer.OnEpoch(report);
    }

    private void Save(Trainer trainer) =>
        new Checkpoint(_done, _epochs, _bestScore, _lossSum, _fingerprint).Save(folder.Checkpoint, detector, trainer.Optimizer);

    private void Restore(Trainer trainer, IReadOnlyList<ITrainingObserver> observers)
    {
        var checkpoint = Checkpoint.Load(folder.Checkpoint, detector, trainer.Optimizer, _fingerprint);
        (_done, _epochs, _bestScore, _lossSum) = (checkpoint.Step, checkpoint.Epochs, checkpoint.BestScore, checkpoint.LossSum);
        foreach (var observer in observers) observer.OnResumed(new(_done, Steps, _epochs, checkpoint.ProlongedFrom));
    }
}
