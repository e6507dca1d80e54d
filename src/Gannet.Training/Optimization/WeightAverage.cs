using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Training.Optimization;

/// <summary>An exponential moving average of a network's weights and running statistics.</summary>
/// <remarks>
/// Steps of SGD scatter around a good place; their mean is nearer to it. The average of the first steps would hold on to the random weights,
/// so that its decay rises as (1 + t) / (10 + t) up to the chosen one.
/// </remarks>
public sealed class WeightAverage : IWeightAverage
{
    private readonly double _decay;
    private readonly (string Name, Tensor Weight, Tensor Mean)[] _pairs;

    /// <summary>Starts with the current weights.</summary>
    /// <param name="network">The network that is trained; whole numbers in its state are not averaged.</param>
    /// <param name="decay">The share of the old average that a step keeps, above 0 and below 1.</param>
    public WeightAverage(Module network, double decay)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var noGrad = NoGrad.Enter();
        _decay = decay;
        _pairs = [.. network.State().Where(static s => s.Tensor.ElementType == ElementType.Float)
            .Select(static s => (s.Name, s.Tensor, TensorScope.Detach(s.Tensor.Clone())))];
    }

    /// <inheritdoc/>
    public long Updates { get; private set; }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> State() => _pairs.Select(static p => new NamedTensor(p.Name, p.Mean));

    /// <summary>Takes the weights after a step into the average.</summary>
    public void Update()
    {
        using var noGrad = NoGrad.Enter();
        using var scope = TensorScope.Enter();
        Updates++;
        var share = 1 - Math.Min(_decay, (1.0 + Updates) / (10 + Updates));
        foreach (var (_, weight, mean) in _pairs) mean.LerpInPlace(weight, share);
    }

    /// <inheritdoc/>
    public IDisposable Show()
    {
        Swap();
        return new Shown(this);
    }

    /// <inheritdoc/>
    public void Restore(long updates, IEnumerable<NamedTensor> state)
    {
        AverageState.Restore([.. State()], state);
        Updates = updates;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pair in _pairs) pair.Mean.Dispose();
    }

    private void Swap()
    {
        using var noGrad = NoGrad.Enter();
        foreach (var (_, weight, mean) in _pairs)
        {
            using var scope = TensorScope.Enter();
            var kept = weight.Clone();
            weight.CopyInPlace(mean);
            mean.CopyInPlace(kept);
        }
    }

    private sealed class Shown(WeightAverage average) : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            if (_isOver) return;
            _isOver = true;
            average.Swap();
        }
    }
}
