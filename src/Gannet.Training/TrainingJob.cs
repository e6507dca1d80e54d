using System.Diagnostics;
using Gannet.Detection;
using Gannet.Training.Checkpoints;
using Gannet.Training.Data;
using Gannet.Training.Evaluation;
using Gannet.Vision.Annotations;
using Gannet.Vision.Evaluation;

namespace Gannet.Training;

/// <summary>A whole training: epochs, validation, best and last model, checkpoints.</summary>
/// <param name="detector">Is trained in place.</param>
/// <param name="training">Pictures to learn from; at least one.</param>
/// <param name="validation">Pictures to score after each epoch; null for none.</param>
/// <param name="options">Duration and rates.</param>
/// <param name="folder">Where everything goes.</param>
public sealed class TrainingJob(
    Detector detector, AnnotatedDataset training, AnnotatedDataset? validation, TrainingOptions options, RunFolder folder)
{
    // A kill loses at most this much work, beside what an epoch's end saves.
    private static readonly TimeSpan s_checkpointInterval = TimeSpan.FromMinutes(5);

    private readonly BatchLoader _loader = new(TrainingPicture.From(training), detector.Transform, options);
    private double? _bestScore;
    private double _lossSum;

    /// <summary>Steps of the whole training.</summary>
    public int Steps => Math.Min(options.MaxSteps ?? int.MaxValue, options.Epochs * _loader.BatchesPerEpoch);

    /// <summary>Trains to the end, or until cancelled after a checkpoint.</summary>
    /// <param name="resume">Goes on from the folder's checkpoint where there is one.</param>
    /// <param name="observers">Told of every step and epoch.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the checkpoint holds the state.</exception>
    /// <exception cref="NonFiniteLossException">A loss became NaN or infinite.</exception>
    public void Run(bool resume, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        folder.Create();
        File.WriteAllText(folder.OptionsFile, OptionsYaml.Write(detector.Options));
        using var trainer = new Trainer(detector, options, Steps);
        var done = resume && File.Exists(folder.Checkpoint) ? Restore(trainer) : 0;
        using var metrics = new MetricsLog(folder.Metrics, done);
        IReadOnlyList<ITrainingObserver> told = [metrics, .. observers];
        var sinceCheckpoint = Stopwatch.StartNew();
        for (var epoch = done / _loader.BatchesPerEpoch; done < Steps; epoch++)
        {
            var wait = Stopwatch.StartNew();
            foreach (var batch in _loader.Read(epoch, done - epoch * _loader.BatchesPerEpoch, cancellation))
            {
                var report = trainer.Step(batch, ++done, epoch + 1, wait.Elapsed);
                _loader.Recycle(batch);
                _lossSum += report.Loss;
                foreach (var observer in told) observer.OnStep(report);
                if (cancellation.IsCancellationRequested || sinceCheckpoint.Elapsed > s_checkpointInterval)
                {
                    Save(trainer, done);
                    sinceCheckpoint.Restart();
                    cancellation.ThrowIfCancellationRequested();
                }

                if (done == Steps) break;
                wait.Restart();
            }

            FinishEpoch(trainer, epoch, done, told, cancellation);
            sinceCheckpoint.Restart();
        }
    }

    private void FinishEpoch(Trainer trainer, int epoch, int done, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        var evaluation = validation is null ? null : DetectorEvaluator.Evaluate(detector, validation, null, cancellation);
        double? loss = validation is null ? null : DetectorEvaluator.ComputeLoss(detector, TrainingPicture.From(validation), cancellation);
        var isBest = evaluation is null || _bestScore is null || evaluation.Coco.AP >= _bestScore;
        detector.Save(folder.LastModel);
        if (isBest)
        {
            _bestScore = evaluation?.Coco.AP;
            detector.Save(folder.BestModel);
            if (evaluation is not null) AtomicReport(evaluation);
        }

        var mean = _lossSum / Math.Max(1, done - epoch * _loader.BatchesPerEpoch);
        _lossSum = 0;
        Save(trainer, done);
        var report = new EpochReport(epoch + 1, done, mean, loss, evaluation, isBest);
        foreach (var observer in observers) observer.OnEpoch(report);
    }

    private void AtomicReport(EvaluationReport evaluation) =>
        Torch.Serialization.AtomicFile.Write(folder.Evaluation, stream => EvaluationReportWriter.Write(stream, evaluation));

    private void Save(Trainer trainer, int step) =>
        new Checkpoint(step, _bestScore, _lossSum, Fingerprint()).Save(folder.Checkpoint, detector, trainer.Optimizer);

    private int Restore(Trainer trainer)
    {
        var checkpoint = Checkpoint.Load(folder.Checkpoint, detector, trainer.Optimizer, Fingerprint());
        (_bestScore, _lossSum) = (checkpoint.BestScore, checkpoint.LossSum);
        return checkpoint.Step;
    }

    // What decides the course of the training: going on with anything else would be another training.
    private string Fingerprint() => $"{OptionsYaml.Write(detector.Options)}\n{options}\n{string.Join(',', detector.Classes)}\n{training.Pictures.Count}";
}
