using System.Diagnostics;
using Gannet.Torch;
using Gannet.Training.Observers;

namespace Gannet.Training.Optimization;

/// <summary>A step that is being taken, or was taken and not yet read: its numbers are still tensors.</summary>
/// <param name="number">Counted from 1.</param>
/// <param name="epoch">Counted from 1.</param>
internal sealed class RunningStep(int number, int epoch) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly List<(string Name, Tensor Value)> _metrics = [];
    private readonly List<string> _paths = [];
    private IReadOnlyList<string> _names = [];
    private Tensor? _terms, _norm;
    private TimeSpan _wait, _duration;
    private double _rate;

    public int Number => number;

    /// <summary>Batches that were added.</summary>
    public int Batches { get; private set; }

    /// <summary>Joint norm of the gradients before it was limited, where it was read at once.</summary>
    public double GradientNorm { get; set; }

    /// <summary>Adds what one batch gave.</summary>
    /// <param name="names">Of the terms.</param>
    /// <param name="terms">The batch's share of each loss.</param>
    /// <param name="metrics">Shares of right answers; belong to the step from now on.</param>
    /// <param name="paths">The pictures, for messages.</param>
    /// <param name="wait">For the batch.</param>
    public void Add(IReadOnlyList<string> names, Tensor terms, IReadOnlyDictionary<string, Tensor> metrics, IReadOnlyList<string> paths, TimeSpan wait)
    {
        using (TensorScope.Enter())
        {
            var sum = _terms is { } before ? before + terms.Detach() : terms.Detach().Clone();
            _terms?.Dispose();
            _terms = TensorScope.Detach(sum);
        }

        (_names, _wait) = (names, _wait + wait);
        _paths.AddRange(paths);
        _metrics.AddRange(metrics.Select(static m => (m.Key, TensorScope.Detach(m.Value))));
        Batches++;
    }

    /// <summary>Whether losses and the gradients' norm are numbers: a boolean tensor of one element, not yet read.</summary>
    public Tensor IsFinite(Tensor norm)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep((_terms!.Sum() + norm).Isfinite());
    }

    /// <summary>Takes the gradients' norm, to be read later.</summary>
    public void Keep(Tensor norm) => _norm = TensorScope.Detach(norm);

    public void End(double rate) => (_rate, _duration) = (rate, Stopwatch.GetElapsedTime(_start) + _wait);

    /// <summary>The finished step as plain numbers.</summary>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is not finite.</exception>
    /// <remarks>Device sync: one for everything.</remarks>
    public StepReport Read(int steps)
    {
        var (terms, shares) = ReadTensors();
        ThrowIfNotFinite(terms);
        var losses = _names.Zip(terms).ToDictionary(static p => p.First, static p => (double)p.Second);
        // Of several batches the mean; one that had nothing to share does not count.
        var metrics = _metrics.Zip(shares).GroupBy(static m => m.First.Name).ToDictionary(static g => g.Key, static g => g.Average(static m => (double)m.Second));
        Dispose(); // it is not among the tensors that stay alive
        return new(number, steps, epoch, _rate, losses, metrics, GradientNorm, _duration, _wait, TensorCensus.Live);
    }

    /// <summary>Reads the losses and names the first that is not finite, or the gradient.</summary>
    /// <exception cref="NonFiniteLossException">There is one.</exception>
    /// <remarks>Device sync: one for all terms.</remarks>
    public void ThrowIfNotFinite() => ThrowIfNotFinite(_terms!.ToArray<float>());

    public void Dispose()
    {
        _terms?.Dispose();
        _norm?.Dispose();
        foreach (var metric in _metrics) metric.Value.Dispose();
    }

    private string Images => string.Join(", ", _paths.Select(Path.GetFileName));

    private (float[] Terms, float[] Shares) ReadTensors()
    {
        using var scope = TensorScope.Enter();
        Tensor[] scalars = [.. _metrics.Select(static m => m.Value), .. _norm is { } norm ? [norm] : (Tensor[])[]];
        var values = (scalars.Length == 0 ? _terms! : Tensor.Cat([_terms!, Tensor.Stack(scalars)])).ToArray<float>();
        if (_norm is not null) GradientNorm = values[^1];
        return (values[.._names.Count], values[_names.Count..(_names.Count + _metrics.Count)]);
    }

    private void ThrowIfNotFinite(float[] values)
    {
        if (Array.FindIndex(values, static v => !float.IsFinite(v)) is var k and >= 0)
            throw new NonFiniteLossException($"loss '{_names[k]}' is {values[k]} at step {number}, pictures {Images}; lower --lr or look at their boxes.");
        if (!double.IsFinite(GradientNorm))
            throw new NonFiniteLossException($"the gradient is not finite at step {number}, pictures {Images}; lower --lr or raise warmup_steps.");
    }
}
