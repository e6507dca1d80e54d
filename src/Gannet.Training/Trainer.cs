using System.Diagnostics;
using Gannet.Detection;
using Gannet.Torch;
using Gannet.Torch.Optim;
using Gannet.Training.Data;
using Gannet.Training.Layers;
using Gannet.Training.Setup;

namespace Gannet.Training;

/// <summary>Takes training steps: losses, gradients, clipping, update.</summary>
/// <remarks>One thread calls it, always the same: libtorch keeps a pool of workers for each calling thread.</remarks>
public sealed class Trainer : IDisposable
{
    private readonly Detector _detector;
    private readonly TrainingOptions _options;
    private readonly RateSchedule _schedule;
    private readonly LayerSchedule? _layers;
    private int _layersEpoch;

    /// <summary>Prepares training of every parameter that the options select; without a selection, of those that require a gradient.</summary>
    /// <param name="detector">Is changed in place.</param>
    /// <param name="options">Rates and bounds.</param>
    /// <param name="steps">Steps of the whole training; the schedule depends on it.</param>
    public Trainer(Detector detector, TrainingOptions options, int steps)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_detector, _options, Steps, _schedule) = (detector, options, steps, new RateSchedule(options, steps));
        _layers = LayerSchedule.Of(options, detector);
        _layers?.ApplyUnion(detector);
        Optimizer = OptimizerSetup.Create(options, detector.NamedParameters());
    }

    /// <summary>Steps of the whole training.</summary>
    public int Steps { get; }

    /// <summary>What changes the weights; its state belongs in a checkpoint.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>Takes step number <paramref name="step"/>, counted from 1.</summary>
    /// <exception cref="NonFiniteLossException">A loss is NaN or infinite; no weight was changed.</exception>
    public StepReport Step(LoadedBatch batch, int step, int epoch, TimeSpan dataWait)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var clock = Stopwatch.StartNew();
        SelectLayers(epoch);
        _detector.SetTraining(true);
        double norm;
        Dictionary<string, double> values;
        IReadOnlyDictionary<string, double> metrics;
        using (TensorScope.Enter())
        {
            var losses = _detector.ComputeLosses(batch.Batch, SeededRandom.For(_options.Seed, RandomPurpose.Sampling, step));
            var terms = losses.Stack();
            (values, metrics) = (Read(losses.Names, terms, step, batch.Paths), losses.Metrics);
            Optimizer.ZeroGradients();
            terms.Sum().Backward();
            if (_options.ClipValue > 0) GradientClipping.ByValue(Optimizer.Parameters, _options.ClipValue);
            // Without a limit too: one step with a gradient that is not finite would spoil the weights, and the models saved after it.
            norm = GradientClipping.ByNorm(Optimizer.Parameters, _options.ClipNorm > 0 ? _options.ClipNorm : double.PositiveInfinity);
            if (!double.IsFinite(norm))
            {
                throw new NonFiniteLossException(
                    $"the gradient is not finite at step {step}, pictures {Names(batch.Paths)}; lower --lr or raise warmup_steps.");
            }

            Optimizer.Rate = _schedule.RateAt(step);
            Optimizer.Step();
            Optimizer.ZeroGradients();
        }

        return new(step, Steps, epoch, Optimizer.Rate, values, metrics, norm, clock.Elapsed + dataWait, dataWait, TensorCensus.Live);
    }

    /// <inheritdoc/>
    public void Dispose() => Optimizer.Dispose();

    // The epoch alone decides, so that a training that goes on in the middle of a phase trains the same layers.
    private void SelectLayers(int epoch)
    {
        if (_layersEpoch == epoch) return;
        _layers?.Apply(_detector, epoch);
        _layersEpoch = epoch;
    }

    // Device sync: one for all terms.
    private static Dictionary<string, double> Read(IReadOnlyList<string> names, Tensor terms, int step, IReadOnlyList<string> paths)
    {
        var values = terms.ToArray<float>();
        for (var k = 0; k < values.Length; k++)
        {
            if (!float.IsFinite(values[k]))
            {
                throw new NonFiniteLossException(
                    $"loss '{names[k]}' is {values[k]} at step {step}, pictures {Names(paths)}; lower --lr or look at their boxes.");
            }
        }

        return names.Zip(values).ToDictionary(static p => p.First, static p => (double)p.Second);
    }

    private static string Names(IReadOnlyList<string> paths) => string.Join(", ", paths.Select(Path.GetFileName));
}
