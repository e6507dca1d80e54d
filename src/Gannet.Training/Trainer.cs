using Gannet.Detection;
using Gannet.Detection.Engines;
using Gannet.Torch;
using Gannet.Torch.Optim;
using Gannet.Training.Augmentations;
using Gannet.Training.Layers;
using Gannet.Training.Loading;
using Gannet.Training.Observers;
using Gannet.Training.Optimization;
using Gannet.Training.Schedules;

namespace Gannet.Training;

/// <summary>Takes training steps: losses, gradients, clipping, update.</summary>
/// <remarks>Always call it from the same thread: libtorch keeps a worker pool per calling thread.</remarks>
public sealed class Trainer : IDisposable
{
    private readonly Detector _detector;
    private readonly TrainingOptions _options;
    private readonly StepPlan _plan;
    private readonly RunningStatistics? _statistics;
    private readonly LayerSchedule? _layers;
    private RunningStep? _open;
    private List<RunningStep> _unread = [];
    private int _layersEpoch;

    /// <summary>Prepares to train the parameters that the options select; without a selection, all that require a gradient.</summary>
    /// <param name="detector">The detector, changed in place.</param>
    /// <param name="options">Rates and limits.</param>
    /// <param name="steps">Total number of steps; the schedule depends on it.</param>
    /// <param name="parts">The optimizers and schedules that options can name; null for the built-in ones.</param>
    /// <exception cref="NotSupportedException">The processor does not support the precision.</exception>
    public Trainer(Detector detector, TrainingOptions options, int steps, TrainingParts? parts = null)
        : this(detector, options, PlanOf(options, steps, parts), parts)
    {
    }

    internal Trainer(Detector detector, TrainingOptions options, StepPlan plan, TrainingParts? parts)
    {
        ArgumentNullException.ThrowIfNull(detector);
        options.Validate();
        PrecisionSupport.Require(options.Precision, detector.Device);
        (_detector, _options, _plan) = (detector, options, plan);
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
            _open = new RunningStep(step, epoch);
            SelectLayers(epoch);
            _detector.SetTraining(true);
            Optimizer.ZeroGradients();
        }

        using var scope = TensorScope.Enter();
        // Each batch has its own draw number; with one batch per step it equals the step number.
        var draw = (step - 1L) * _options.Accumulate + _open.Batches + 1;
        // libtorch draws what dropout leaves out, from a state that no checkpoint holds.
        TorchRuntime.Seed(SeededRandom.For(_options.Seed, RandomPurpose.Dropout, draw).Next());
        using var forward = Spans.Start("forward");
        var sampling = new Sampling([.. batch.Batch.Truths.Select((_, n) => SeededRandom.For(_options.Seed, RandomPurpose.Sampling, draw, batch.FirstPlace + n))]);
        var losses = _detector.ComputeLosses(batch.Batch, sampling, _options.Precision);
        var terms = losses.Stack() / _options.Accumulate;
        _open.Add(losses.Names, terms, losses.Metrics, batch.Paths, dataWait);
        if (ReadsEveryStep) _open.ThrowIfNotFinite(); // before an expensive backward pass
        forward?.Stop();
        using var backward = Spans.Start("backward");
        terms.Sum().Backward();
    }

    /// <summary>Clips the gradients and updates the weights.</summary>
    /// <returns>Once per log interval, the reports of all steps since the last; otherwise none, without a device sync.</returns>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is NaN or infinite; no weight was changed.</exception>
    /// <exception cref="InvalidOperationException">Nothing was accumulated.</exception>
    public IReadOnlyList<StepReport> Update()
    {
        var step = _open ?? throw new InvalidOperationException("There is no batch to learn from: call Accumulate first.");
        using var span = Spans.Start("update");
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
    }
}
