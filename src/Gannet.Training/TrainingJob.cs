using System.Diagnostics;
using System.Text;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Evaluation;
using Gannet.Torch.Distributed;
using Gannet.Training.Checkpoints;
using Gannet.Training.Distributed;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;
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
/// <param name="time">The clock of <see cref="TrainingOptions.Minutes"/>, which starts here; null for the system's.</param>
/// <param name="group">
/// The workers that train together, each in a job of its own with the same data and options; null for this process alone. The first one writes
/// the results and tells the observers.
/// </param>
public sealed class TrainingJob(
    Detector detector, AnnotatedDataset training, AnnotatedDataset? validation, TrainingOptions options, RunFolder folder,
    TrainingParts? parts = null, bool strict = false, TimeProvider? time = null, ProcessGroup? group = null)
{
    // A killed training loses at most this much work; the end of an epoch also saves.
    private static readonly TimeSpan s_checkpointInterval = TimeSpan.FromMinutes(5);

    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);
    private readonly World _world = new(group);
    private readonly BatchLoader _loader =
        new(TrainingImage.From(training), detector.Transform, options, parts) { Strict = strict, Part = new World(group).Part };
    private readonly string _fingerprint = Fingerprint.Of(detector.Options, options, training);
    // Epochs of a few images take seconds: writing hundreds of megabytes after each would take longer than the training.
    private static readonly TimeSpan s_saveInterval = TimeSpan.FromMinutes(1);

    // A step that is not finite may be an accident; so many in a row mean that nothing is learnt any more.
    private const int MostSkippedSteps = 10;

    /// <summary>Number of training images that the report shows where none are validated.</summary>
    public const int ShownWithoutValidation = 8;

    // Validation images that an epoch's report shows.
    private const int Examples = 4;

    private readonly Stopwatch _sinceSave = Stopwatch.StartNew();
    private readonly TimeBudget? _budget = options.Minutes is { } minutes
        ? new(TimeSpan.FromMinutes(minutes), new AgreedClock(new World(group), time ?? TimeProvider.System))
        : null;
    private readonly ValidationTime _validationTime = new();
    private StepPlan? _plan;
    private ShownModel? _model;
    private int _done, _epochs, _stale, _skippedSteps;
    private TimeSpan _lastStep, _usedBefore;
    private double? _bestScore;
    private double _lossSum;

    /// <summary>Time that was used before; it counts towards <see cref="TrainingOptions.Minutes"/>.</summary>
    public TimeSpan UsedBefore
    {
        init => _usedBefore = value;
    }

    /// <summary>Total number of steps; with <see cref="TrainingOptions.Minutes"/>, as planned now.</summary>
    public int Steps => Plan.Steps;

    private int StepsPerEpoch => _loader.BatchesPerEpoch / options.Accumulate;

    private StepPlan Plan => _plan ??= CreatePlan();

    private bool IsOver => _done >= Steps || options.Patience > 0 && _stale >= options.Patience;

    private StepPlan CreatePlan()
    {
        var known = parts ?? TrainingParts.BuiltIn;
        if (_budget is not null) return new TimedSteps(_budget, options.MaxSteps ?? int.MaxValue, steps => known.CreateSchedule(options, steps));
        var steps = (int)Math.Min(options.MaxSteps ?? int.MaxValue, (long)options.Epochs * StepsPerEpoch);
        return new FixedSteps(steps, known.CreateSchedule(options, steps));
    }

    /// <summary>Trains to the end, or until cancelled after a checkpoint.</summary>
    /// <param name="resume">Whether to resume from the folder's checkpoint if there is one.</param>
    /// <param name="observers">Notified of every step and epoch.</param>
    /// <param name="cancellation">Ends the training after the current step.</param>
    /// <exception cref="OperationCanceledException">Cancelled; the checkpoint holds the state after the last step.</exception>
    /// <exception cref="InvalidDataException">Another training writes to the folder, or the checkpoint belongs to another training.</exception>
    /// <exception cref="NonFiniteLossException">A loss became NaN or infinite.</exception>
    public void Run(bool resume, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        using var held = _world.First(TakeFolder);
        _budget?.Add(TimeSpan.FromTicks((long)_world.OfFirst(_usedBefore.Ticks)));
        using var trainer = new Trainer(detector, options, Plan, parts, _world);
        using var model = new ShownModel(detector, options, StepsPerEpoch, Plan, _world);
        _model = model;
        var isResumed = _world.OfFirst(resume && folder.LatestCheckpoint is not null);
        if (isResumed) _world.Together(() => Restore(trainer, _world.IsFirst ? observers : []));
        using var metrics = _world.First(() => BeginFiles(isResumed));
        IReadOnlyList<ITrainingObserver> told = metrics is null ? [] : [metrics, .. observers];
        try
        {
            // An epoch ends after its validation. If it was stopped before that, no steps are left and only the validation runs.
            while (!IsOver || _done > (long)_epochs * StepsPerEpoch)
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

    private RunLock TakeFolder()
    {
        folder.Create();
        var held = RunLock.Take(folder);
        folder.RemoveUnfinished();
        return held;
    }

    private MetricsLog BeginFiles(bool isResumed)
    {
        if (!isResumed) folder.RemoveResults(); // otherwise they would remain if this training ended before writing its own
        AtomicFile.Write(folder.OptionsFile, stream => stream.Write(Encoding.UTF8.GetBytes(UsedOptions.Text(detector.Options, options))));
        return new(folder.Metrics, _done);
    }

    private void TrainEpoch(Trainer trainer, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        if (IsOver) return;
        var sinceCheckpoint = Stopwatch.StartNew();
        var wait = Stopwatch.StartNew();
        var (first, part, isLeftOut) = ((_done - _epochs * StepsPerEpoch) * options.Accumulate, 0, false);
        var batches = new SharedBatches(_world, _loader);
        foreach (var batch in batches.Read(_epochs, first, () => sinceCheckpoint.Elapsed > s_checkpointInterval, cancellation))
        {
            if (batches.IsCancelled && part % options.Accumulate == 0) break;
            foreach (var problem in batch.Skipped) Skip(problem, observers);
            isLeftOut = isLeftOut || !TryLearn(trainer, () => trainer.Accumulate(batch, _done + 1, _epochs + 1, wait.Elapsed), observers);
            _loader.Recycle(batch);
            if (++part % options.Accumulate == 0)
            {
                if (!isLeftOut && TryLearn(trainer, () => Tell(trainer.Update(), observers), observers)) _skippedSteps = 0;
                isLeftOut = false;
                EndStep();
                if (_world.IsAlone && cancellation.IsCancellationRequested || IsOver) break;
                if (batches.IsSaveDue)
                {
                    Tell(trainer.Flush(), observers); // an unread step may have been NaN
                    Save(trainer);
                    sinceCheckpoint.Restart();
                }
            }

            wait.Restart();
        }

        Tell(trainer.Flush(), observers);
        if (_world.Greatest(cancellation.IsCancellationRequested || batches.IsCancelled ? 1 : 0)[0] > 0) throw new OperationCanceledException("The training was told to stop.", cancellation);
    }

    // The step counts even if it was left out: random numbers and rates depend on its number.
    private void EndStep()
    {
        _done++;
        _budget?.Agree();
        Reserve();
        _model!.StepDone(_done);
    }

    // False if the step was not finite and is to be left out.
    private bool TryLearn(Trainer trainer, Action learn, IReadOnlyList<ITrainingObserver> observers)
    {
        try
        {
            learn();
            return true;
        }
        catch (NonFiniteLossException error) when (options.OnNan == NonFiniteAction.Skip && ++_skippedSteps < MostSkippedSteps)
        {
            trainer.Abandon();
            foreach (var observer in observers) observer.OnStepLeftOut(error.Message);
            return false;
        }
    }

    private void Tell(IReadOnlyList<StepReport> reports, IReadOnlyList<ITrainingObserver> observers)
    {
        foreach (var report in reports)
        {
            _lossSum += report.Loss;
            foreach (var observer in observers) observer.OnStep(report);
        }
    }

    // Before a validation has been measured: an image, or each of its tiles, is detected in about a third of the time that its training takes.
    private void Reserve()
    {
        if (_budget is null) return;
        var step = _budget.Used - _lastStep;
        _lastStep += step;
        if (_validationTime.IsMeasured) return;
        var images = validation is null ? Math.Min(ShownWithoutValidation, training.Images.Count) : ValidationTime.AtEnd * validation.Images.Count;
        var parts = Math.Max(1, (double)_loader.BatchesPerEpoch * options.BatchSize / training.Images.Count);
        var image = step / (3.0 * options.BatchSize * options.Accumulate);
        _budget.Reserved = images * parts * image;
        if (NormStatistics.Learn(detector)) _budget.ReservedForNorms = Math.Min(options.NormImages, training.Images.Count * parts) * image;
    }

    // A missing image turns up in every epoch, but is reported once.
    private void Skip(DataProblem problem, IReadOnlyList<ITrainingObserver> observers)
    {
        if (!_skipped.Add(problem.File)) return;
        foreach (var observer in observers) observer.OnSkipped(problem);
    }

    private void FinishEpoch(Trainer trainer, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        var isEnd = IsOver;
        var shown = isEnd || (_epochs + 1) % options.ValidateEvery == 0 && _validationTime.Allows(_budget) ? validation : null;
        var isSaved = shown is not null || isEnd || _world.OfFirst(_sinceSave.Elapsed > s_saveInterval);
        if (shown is not null) Save(trainer); // the epoch must not be lost if validation fails
        EpochReport report;
        using (isSaved ? _model!.Show(isEnd, training, cancellation) : null) report = ScoreAndSave(shown, isSaved, observers, cancellation);
        (_epochs, _lossSum) = (_epochs + 1, 0);
        if (isSaved)
        {
            Save(trainer);
            _sinceSave.Restart();
        }

        foreach (var observer in observers) observer.OnEpoch(report);
    }

    // With an average, that is what is scored and saved: it is the model.
    private EpochReport ScoreAndSave(
        AnnotatedDataset? shown, bool isSaved, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation)
    {
        if (isSaved) _world.First(() => detector.Save(folder.LastModel));
        var problems = strict ? null : new List<DataProblem>();
        var (evaluation, losses, examples) = shown is null ? (null, null, []) : Validate(shown, problems, cancellation);
        foreach (var problem in problems ?? []) Skip(problem, observers);
        double? score = shown is null ? null : _world.OfFirst(evaluation?.Score ?? 0);
        var isBest = validation is null || score is not null && (_bestScore is null || score >= _bestScore);
        if (score is not null) _stale = isBest ? 0 : _stale + 1;
        if (isSaved && isBest)
        {
            _bestScore = score;
            _world.First(() => SaveBest(evaluation));
        }

        var mean = _lossSum / Math.Max(1, _done - _epochs * StepsPerEpoch);
        return new(_epochs + 1, _done, mean, losses, evaluation, isBest) { Examples = examples };
    }

    private void SaveBest(EvaluationReport? evaluation)
    {
        detector.Save(folder.BestModel);
        if (evaluation is not null) AtomicFile.Write(folder.Evaluation, stream => EvaluationReportWriter.Write(stream, evaluation));
    }

    // Only the first worker has scores.
    private (EvaluationReport? Scores, IReadOnlyDictionary<string, double>? Losses, IReadOnlyList<ExampleDetections> Examples) Validate(
        AnnotatedDataset shown, List<DataProblem>? problems, CancellationToken cancellation)
    {
        _budget?.Agree();
        using var timed = _validationTime.Measure(_budget);
        var (read, found) = DetectorEvaluator.Detect(detector, shown, problems, null, null, _world, cancellation);
        var scores = _world.First(() => EvaluationReport.Compute(
            read, found, masksToo: DetectorEvaluator.ScoresMasks(detector, read), areProposals: !detector.HasSecondStage));
        // Where the time is short, it belongs to the steps.
        var losses = _budget is null ? DetectorEvaluator.ComputeLosses(detector, TrainingImage.From(shown), _world, cancellation) : null;
        _budget?.Agree();
        return (scores, losses,
            [.. read.Images.Zip(found).Take(Examples).Select(static p => new ExampleDetections(p.First.Path, p.Second))]);
    }

    private void Save(Trainer trainer)
    {
        var checkpoint = new Checkpoint(_done, _epochs, _bestScore, _lossSum, _fingerprint) { Stale = _stale, Plan = Plan.Save() };
        _world.First(() => folder.WriteCheckpoint(options.Keep, path => checkpoint.Save(path, detector, trainer.Optimizer, _model!.Average)));
    }

    private void Restore(Trainer trainer, IReadOnlyList<ITrainingObserver> observers)
    {
        var checkpoint = Checkpoint.Load(folder.LatestCheckpoint!, detector, trainer.Optimizer, _fingerprint, _model!.Average);
        (_done, _epochs, _bestScore, _lossSum) = (checkpoint.Step, checkpoint.Epochs, checkpoint.BestScore, checkpoint.LossSum);
        _stale = checkpoint.Stale;
        Checkpoint.Restore(folder.LatestCheckpoint!, () => Plan.Restore(checkpoint.Plan, _done));
        if (checkpoint.ProlongedFrom is not null) _model.Prolong();
        foreach (var observer in observers) observer.OnResumed(new(_done, Steps, _epochs, checkpoint.ProlongedFrom));
    }
}
