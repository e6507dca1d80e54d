using System.Diagnostics;
using Gannet.Detection;
using Gannet.Torch;
using Gannet.Training.Distributed;
using Gannet.Training.Observers;

namespace Gannet.Training.Optimization;

/// <summary>A step in progress, or completed but not read yet: its numbers are still tensors.</summary>
/// <param name="number">Counted from 1.</param>
/// <param name="epoch">Counted from 1.</param>
/// <param name="world">The workers that take the step together; its numbers are those of all of them.</param>
internal sealed class RunningStep(int number, int epoch, World world) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Name, Metric Metric)> _metrics = [];
    private readonly List<string> _paths = [];
    private IReadOnlyList<string> _names = [];
    private Tensor? _terms, _norm;
    private TimeSpan _wait, _duration;
    private double _rate;

    public int Number => number;

    /// <summary>Number of batches added.</summary>
    public int Batches { get; private set; }

    /// <summary>Joint norm of all gradients before clipping, if it was read immediately.</summary>
    public double GradientNorm { get; set; }

    /// <summary>Adds the results of one batch.</summary>
    /// <param name="names">Names of the loss terms.</param>
    /// <param name="terms">The contribution of this worker's part of the batch to each loss term.</param>
    /// <param name="metrics">Metrics such as accuracy; the step takes ownership.</param>
    /// <param name="paths">The images, for messages.</param>
    /// <param name="wait">Time spent waiting for the batch.</param>
    public void Add(IReadOnlyList<string> names, Tensor terms, IReadOnlyDictionary<string, Metric> metrics, IReadOnlyList<string> paths, TimeSpan wait)
    {
        using (TensorScope.Enter())
        {
            var own = terms.Detach().Clone();
            world.Sum(own);
            var sum = _terms is { } before ? before + own : own;
            _terms?.Dispose();
            _terms = TensorScope.Detach(sum);
        }

        (_names, _wait) = (names, _wait + wait);
        _paths.AddRange(paths);
        _metrics.AddRange(metrics.Select(static m => (m.Key, m.Value with { Value = TensorScope.Detach(m.Value.Value) })));
        Batches++;
    }

    /// <summary>Whether losses and gradient norm are finite: a boolean tensor of one element, not read yet.</summary>
    public Tensor IsFinite(Tensor norm)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep((_terms!.Sum() + norm).Isfinite());
    }

    /// <summary>Keeps the gradient norm for reading later.</summary>
    public void Keep(Tensor norm) => _norm = TensorScope.Detach(norm);

    public void End(double rate) => (_rate, _duration) = (rate, Stopwatch.GetElapsedTime(_start) + _wait);

    /// <summary>The finished step as plain numbers.</summary>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is not finite.</exception>
    /// <remarks>One device sync for everything.</remarks>
    public StepReport Read(int steps)
    {
        var (terms, shares) = ReadTensors();
        ThrowIfNotFinite(terms);
        var losses = _names.Zip(terms).ToDictionary(static p => p.First, static p => (double)p.Second);
        var metrics = MetricMeans.Of([.. _metrics.Zip(shares, static (m, share) => new MetricMeans.Part(m.Name, share, m.Metric.Count))], world);
        Dispose(); // so that its tensors are not counted as live
        return new(number, steps, epoch, _rate, losses, metrics, GradientNorm, _duration, _wait, TensorCensus.Live);
    }

    /// <summary>Reads the losses and throws if one of them, or the gradient, is not finite.</summary>
    /// <exception cref="NonFiniteLossException">The message names the first such loss, or the gradient.</exception>
    /// <remarks>One device sync for all terms.</remarks>
    public void ThrowIfNotFinite() => ThrowIfNotFinite(_terms!.ToArray<float>());

    public void Dispose()
    {
        _terms?.Dispose();
        _norm?.Dispose();
        foreach (var (_, metric) in _metrics) metric.Value.Dispose();
    }

    // Called only where all workers fail.
    private string Images => string.Join(", ", world.GatherTexts([.. _paths.Select(static path => Path.GetFileName(path))]));

    private (float[] Terms, float[] Shares) ReadTensors()
    {
        using var scope = TensorScope.Enter();
        Tensor[] scalars = [.. _metrics.Select(static m => m.Metric.Value), .. _norm is { } norm ? [norm] : (Tensor[])[]];
        var values = (scalars.Length == 0 ? _terms! : Tensor.Cat([_terms!, Tensor.Stack(scalars)])).ToArray<float>();
        if (_norm is not null) GradientNorm = values[^1];
        return (values[.._names.Count], values[_names.Count..(_names.Count + _metrics.Count)]);
    }

    private void ThrowIfNotFinite(float[] values)
    {
        if (Array.FindIndex(values, static v => !float.IsFinite(v)) is var k and >= 0)
            throw new NonFiniteLossException($"loss '{_names[k]}' is {values[k]} at step {number}, pictures {Images}; lower --lr or check their boxes.");
        if (!double.IsFinite(GradientNorm))
            throw new NonFiniteLossException($"the gradient is not finite at step {number}, pictures {Images}; lower --lr or raise warmup_steps.");
    }
}
