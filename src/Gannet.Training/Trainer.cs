using Gannet.Detection;
using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Distributed;
using Gannet.Training.Layers;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>Takes training steps: losses, gradients, clipping, update.</summary>
/// <remarks>
/// Always call it from the same thread: libtorch keeps a worker pool per calling thread. Where several workers train together, each calls it
/// with its own part of every batch; every call waits for the others, and weights and reports are then the same for all.
/// </remarks>
public sealed class Trainer : IDisposable
{
    private readonly Detector _detector;
    private readonly TrainingOptions _options;
    private readonly StepPlan _plan;
    private readonly RunningStatistics? _statistics;
    private readonly LayerSchedule? _layers;
    private readonly World _world;
    private GradientReducer? _reducer; // null for one process
    private RunningStep? _open;
    private List<RunningStep> _unread = [];
    private int _layersEpoch;

    /// <summary>Prepares to train the parameters that the options select; without a selection, all that require a gradient.</summary>
    /// <param name="detector">The detector, changed in place.</param>
    /// <param name="options">Rates and limits.</param>
    /// <param name="steps">Total number of steps; the schedule depends on it.</param>
    /// <param name="parts">The optimizers and schedules that options can name; null for the built-in ones.</param>
    /// <param name="group">The workers that train together; null for this process alone. All begin with the first one's weights.</param>
    /// <exception cref="NotSupportedException">The processor does not support the precision.</exception>
    /// <exception cref="InvalidOptionException">The batch cannot be divided evenly among the workers.</exception>
    public Trainer(Detector detector, TrainingOptions options, int steps, TrainingParts? parts = null, ProcessGroup? group = null)
        : this(detector, options, PlanOf(options, steps, parts), parts, group is null ? World.Alone : new(group))
    {
    }

    internal Trainer(Detector detector, TrainingOptions options, StepPlan plan, TrainingParts? parts, World world)
    {
        ArgumentNullException.ThrowIfNull(detector);
        options.Validate();
        PrecisionSupport.Require(options.Precision, detector.Device);
        (_detector, _options, _plan, _world) = (detector, options, plan, world);
        _ = world.Part.Places(options.BatchSize);
        world.CopyFirst(detector);
        _layers = LayerSchedule.Of(options, detector);
        _layers?.ApplyUnion(detector);
        Optimizer = OptimizerSetup.Create(options, detector.NamedParameters(), parts);
        if (options.OnNan == NonFiniteAction.Skip) _statistics = new(detector);
    }

    /// <summary>Total number of steps, as planned now.</summary>
    public int Steps => _plan.Steps;

    /// <summary>The optimizer; its state belongs in a checkpoint.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Takes a full step with one batch and reads its report immediately.</summary>
    /// <param name="batch">Images and ground truth.</param>
    /// <param name="step">Counted from 1.</param>
    /// <param name="epoch">Counted from 1.</param>
    /// <param name="dataWait">Time spent waiting for the batch.</param>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is NaN or infinite; no weight was changed.</exception>
    public StepReport Step(LoadedBatch batch, int step, int epoch, TimeSpan dataWait)
    {
        Accumulate(batch, step, epoch, dataWait);
        return Update() is [.., var report] ? report : Flush()[^1];
    }

    /// <summary>Adds the gradients of one batch of the current step; <see cref="Update"/> ends the step.</summary>
    /// <inheritdoc cref="Step" path="/param"/>
    public void Accumulate(LoadedBatch batch, int step, int epoch, TimeSpan dataWait)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (_open is null)
        {
            _open = new RunningStep(step, epoch, _world);
            SelectLayers(epoch);
            _detector.SetTraining(true);
            Optimizer.ZeroGradients();
        }

        using var scope = TensorScope.Enter();
        // Each batch has its own draw number; with one batch per step it equals the step number.
        var draw = (step - 1L) * _options.Accumulate + _open.Batches + 1;
        // libtorch draws what dropout leaves out, from a state that no checkpoint holds. It draws for all regions at once, so that workers draw
        // other numbers than one process does.
        TorchRuntime.Seed(SeededRandom.For(_options.Seed, RandomPurpose.Dropout, draw, batch.FirstPlace).Next());
        using var forward = Spans.Start("forward");
        var sampling = new Sampling([.. batch.Batch.Truths.Select((_, n) => SeededRandom.For(_options.Seed, RandomPurpose.Sampling, draw, batch.FirstPlace + n))]);
        using var norms = NormSharing.Use(_options.SyncNorm ? _world.Norms() : null);
        var losses = _detector.ComputeLosses(batch.Batch, sampling, _options.Precision);
        var terms = LossShares.Of(losses, batch.Batch.Images.Count, _world) / _options.Accumulate;
        _open.Add(losses.Names, terms, losses.Metrics, batch.Paths, dataWait);
        if (ReadsEveryStep) _open.ThrowIfNotFinite(); // before an expensive backward pass
        forward?.Stop();
        using var backward = Spans.Start("backward");
        var sum = terms.Sum();
        if (_reducer is null || _open.Batches < _options.Accumulate)
        {
            sum.Backward(); // only the gradients of the whole step are summed over the workers
        }
        else if (!_options.SyncNorm)
        {
            _reducer.Backward(sum);
        }
        else
        {
            // The norms' exchanges must not mix with the sums of gradients: a worker without foreground, say, computes in another order.
            sum.Backward();
            SumGradients();
        }
    }

    // Of all workers, apart from a backward pass.
    private void SumGradients()
    {
        _reducer?.Begin();
        _reducer?.Finish();
    }

    /// <summary>Clips the gradients and updates the weights.</summary>
    /// <returns>Once per log interval, the reports of all steps since the last; otherwise none, without a device sync.</returns>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is NaN or infinite; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">Nothing was accumulated.</exception>
    public IReadOnlyList<StepReport> Update()
    {
        var step = _open ?? throw new InvalidOperationException("There is no batch to learn from: call Accumulate first.");
        using var span = Spans.Start("update");
        if (step.Batches < _options.Accumulate) SumGradients(); // a step of fewer batches than planned
        using (TensorScope.Enter())
        {
            if (_options.ClipValue > 0) GradientClipping.ByValue(Optimizer.Parameters, _options.ClipValue);
            // The norm is computed even without a limit: one step with a non-finite gradient would ruin the weights and all later models.
            var limit = _options.ClipNorm > 0 ? _options.ClipNorm : double.PositiveInfinity;
            Optimizer.Rate = _plan.RateAt(step.Number);
            if (ReadsEveryStep)
            {
                step.GradientNorm = GradientClipping.ByNorm(Optimizer.Parameters, limit);
                step.ThrowIfNotFinite();
                Optimizer.Step();
            }
            else
            {
                // Zeroing the gradients would not be enough: momentum and decay would still change the weights.
                var norm = GradientClipping.ByNormOnDevice(Optimizer.Parameters, limit);
                Optimizer.Step(step.IsFinite(norm));
                step.Keep(norm);
            }

            Optimizer.ZeroGradients();
        }

        _statistics?.Keep();
        step.End(Optimizer.Rate);
        (_open, _unread) = (null, [.. _unread, step]);
        return _unread.Count >= _options.LogInterval ? Flush() : [];
    }

    /// <summary>Forgets a step that was begun, so that it leaves no trace, not even in running statistics.</summary>
    /// <remarks>For the steps that <see cref="TrainingOptions.OnNan"/> leaves out.</remarks>
    public void Abandon()
    {
        _open?.Dispose();
        _open = null;
        Optimizer.ZeroGradients();
        _statistics?.Restore();
    }

    /// <summary>Reads the reports of the steps since the last read.</summary>
    /// <exception cref="NonFiniteLossException">A loss or the gradient of a step was not finite; that step changed no weight.</exception>
    /// <remarks>Device sync.</remarks>
    public IReadOnlyList<StepReport> Flush()
    {
        var reports = _unread.ConvertAll(step => step.Read(_plan.KnownSteps));
        foreach (var step in _unread) step.Dispose();
        _unread.Clear();
        return reports;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _open?.Dispose();
        foreach (var step in _unread) step.Dispose();
        _statistics?.Dispose();
        _reducer?.Dispose();
        Optimizer.Dispose();
    }

    private static FixedSteps PlanOf(TrainingOptions options, int steps, TrainingParts? parts)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return new(steps, (parts ?? TrainingParts.BuiltIn).CreateSchedule(options, steps));
    }

    private bool ReadsEveryStep => _options.LogInterval == 1;

    // This depends on the epoch alone, so that a training resumed in the middle of a phase trains the same layers.
    private void SelectLayers(int epoch)
    {
        if (_layersEpoch == epoch) return;
        _layers?.Apply(_detector, epoch);
        _layersEpoch = epoch;
        if (_world.Group is not { } group || (_reducer is not null && _layers is null)) return;
        _reducer?.Dispose(); // it knows which parameters were trained before
        _reducer = new(group, _detector.NamedParameters().Select(static p => p.Tensor));
    }
}
