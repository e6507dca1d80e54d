using System.Diagnostics;
using Gannet.Torch;

namespace Gannet.Training;

/// <summary>A step that is being taken, or was taken and not yet read: its numbers are still tensors.</summary>
/// <param name="number">Counted from 1.</param>
/// <param name="epoch">Counted from 1.</param>
internal sealed class RunningStep(int number, int epoch) : IDisposable
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<string, (double Sum, int Count)> _metrics = [];
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
    /// <param name="metrics">Shares of right answers.</param>
    /// <param name="paths">The pictures, for messages.</param>
    /// <param name="wait">For the batch.</param>
    public void Add(IReadOnlyList<string> names, Tensor terms, IReadOnlyDictionary<string, double> metrics, IReadOnlyList<string> paths, TimeSpan wait)
    {
        using (TensorScope.Enter())
        {
            var sum = _terms is { } before ? before + terms.Detach() : terms.Detach().Clone();
            _terms?.Dispose();
            _terms = TensorScope.Detach(sum);
        }

        (_names, _wait) = (names, _wait + wait);
        _paths.AddRange(paths);
        foreach (var (name, value) in metrics)
        {
            var (total, count) = _metrics.GetValueOrDefault(name);
            _metrics[name] = (total + value, count + 1);
        }

        Batches++;
    }

    /// <summary>Takes the gradients' norm, to be read later.</summary>
    public void Keep(Tensor norm) => _norm = TensorScope.Detach(norm);

    public void End(double rate) => (_rate, _duration) = (rate, Stopwatch.GetElapsedTime(_start) + _wait);

    /// <summary>The finished step as plain numbers.</summary>
    /// <exception cref="NonFiniteLossException">A loss or the gradient is not finite.</exception>
    /// <remarks>Device sync.</remarks>
    public StepReport Read(int steps)
    {
        if (_norm is { } norm) GradientNorm = norm.Item();
        var values = ThrowIfNotFinite();
        var losses = _names.Zip(values).ToDictionary(static p => p.First, static p => (double)p.Second);
        var metrics = _metrics.ToDictionary(static m => m.Key, static m => m.Value.Sum / m.Value.Count);
        Dispose(); // it is not among the tensors that stay alive
        return new(number, steps, epoch, _rate, losses, metrics, GradientNorm, _duration, _wait, TensorCensus.Live);
    }

    /// <summary>Reads the losses and names the first that is not finite, or the gradient.</summary>
    /// <exception cref="NonFiniteLossException">There is one.</exception>
    /// <remarks>Device sync: one for all terms.</remarks>
    public float[] ThrowIfNotFinite()
    {
        var values = _terms!.ToArray<float>();
        if (Array.FindIndex(values, static v => !float.IsFinite(v)) is var k and >= 0)
            throw new NonFiniteLossException($"loss '{_names[k]}' is {values[k]} at step {number}, pictures {Pictures}; lower --lr or look at their boxes.");
        return double.IsFinite(GradientNorm) ? values : throw new NonFiniteLossException(
            $"the gradient is not finite at step {number}, pictures {Pictures}; lower --lr or raise warmup_steps.");
    }

    public void Dispose()
    {
        _terms?.Dispose();
        _norm?.Dispose();
    }

    private string Pictures => string.Join(", ", _paths.Select(Path.GetFileName));
}
