using Gannet.Datasets;
using Gannet.Detection;
using Gannet.Training.Distributed;
using Gannet.Training.Loading;
using Gannet.Training.Schedules;

namespace Gannet.Training.Optimization;

/// <summary>What becomes the model of the weights in training: their average, and at the end norms with statistics of their own.</summary>
internal sealed class ShownModel : IDisposable
{
    private readonly Detector _detector;
    private readonly TrainingOptions _options;
    private readonly StepPlan _plan;
    private readonly AveragedMoments? _moments;
    private readonly World _world;

    /// <summary>Starts with the current weights.</summary>
    /// <param name="detector">The detector in training.</param>
    /// <param name="options">What is averaged and recomputed.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="plan">The steps of the training.</param>
    /// <param name="world">The workers of the training; all show the first one's model.</param>
    public ShownModel(Detector detector, TrainingOptions options, int stepsPerEpoch, StepPlan plan, World world)
    {
        (_detector, _options, _plan, _world) = (detector, options, plan, world);
        if (options.AverageLast > 0) (Average, _moments) = (new SnapshotAverage(detector), new(options.AverageLast, stepsPerEpoch, plan));
        else if (options.EmaDecay > 0) Average = new WeightAverage(detector, options.EmaDecay);
    }

    /// <summary>The average, which is part of a checkpoint; null for none.</summary>
    public IWeightAverage? Average { get; }

    /// <summary>Reports a step to the plan, and takes its weights into the average if this is the moment.</summary>
    /// <param name="done">Steps taken, this one included.</param>
    public void StepDone(int done)
    {
        var passed = _moments?.Passed(done - 1);
        _plan.StepDone();
        if (_moments is null || _moments.Passed(done) > passed) Average?.Update();
    }

    /// <summary>Forgets the moments of a training that went on for longer: its last ones are still to come.</summary>
    public void Prolong() => (Average as SnapshotAverage)?.Clear();

    /// <summary>Puts the model into the detector until the result is disposed.</summary>
    /// <param name="isEnd">Whether the training is over.</param>
    /// <param name="training">The training images.</param>
    /// <param name="cancellation">Ends the pass over them.</param>
    public IDisposable Show(bool isEnd, AnnotatedDataset training, CancellationToken cancellation)
    {
        var shown = new Shown(isEnd || _moments is null ? Average?.Show() : null, isEnd ? new RunningStatistics(_detector) : null);
        try
        {
            if (isEnd) _world.First(() => NormStatistics.Recompute(_detector, TrainingImage.From(training), _options, cancellation));
            // Without common statistics, every worker has its own.
            _world.CopyFirst(_detector.NamedBuffers().Select(static b => b.Tensor));
            return shown;
        }
        catch
        {
            shown.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Average?.Dispose();

    // The average's own statistics come back before the average gives the weights back.
    private sealed class Shown(IDisposable? average, RunningStatistics? statistics) : IDisposable
    {
        public void Dispose()
        {
            statistics?.Restore();
            statistics?.Dispose();
            average?.Dispose();
        }
    }
}
