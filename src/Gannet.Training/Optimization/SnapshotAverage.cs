using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Training.Optimization;

/// <summary>The mean of a network's weights and running statistics at several moments: stochastic weight averaging (Izmailov et al. 2018).</summary>
/// <remarks>
/// Other than <see cref="WeightAverage"/> it counts every moment alike, and nothing before the first of them. Sums are 64-bit, so that the
/// mean of equal weights is those weights.
/// </remarks>
public sealed class SnapshotAverage : IWeightAverage
{
    private readonly (string Name, Tensor Weight, Tensor Sum)[] _pairs;

    /// <summary>Starts with nothing.</summary>
    /// <param name="network">The network; whole numbers in its state are not averaged.</param>
    public SnapshotAverage(Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var noGrad = NoGrad.Enter();
        _pairs = [.. network.State().Where(static s => s.Tensor.ElementType == ElementType.Float)
            .Select(static s => (s.Name, s.Tensor, TensorScope.Detach(s.Tensor.To(ElementType.Double).ZeroInPlace())))];
    }

    /// <inheritdoc/>
    public long Updates { get; private set; }

    /// <inheritdoc/>
    public void Update()
    {
        using var noGrad = NoGrad.Enter();
        foreach (var (_, weight, sum) in _pairs)
        {
            using var scope = TensorScope.Enter();
            sum.AddInPlace(weight.To(ElementType.Double));
        }

        Updates++;
    }

    /// <summary>Forgets all moments.</summary>
    public void Clear()
    {
        foreach (var (_, _, sum) in _pairs) sum.ZeroInPlace();
        Updates = 0;
    }

    /// <inheritdoc/>
    /// <remarks>The weights come back bit for bit. Before the first update the network keeps them.</remarks>
    public IDisposable Show() => new Shown(this);

    /// <summary>Puts the average into the network for good.</summary>
    public void Apply()
    {
        if (Updates == 0) return;
        using var noGrad = NoGrad.Enter();
        foreach (var (_, weight, sum) in _pairs)
        {
            using var scope = TensorScope.Enter();
            weight.CopyInPlace(sum / Updates);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> State() => _pairs.Select(static p => new NamedTensor(p.Name, p.Sum));

    /// <inheritdoc/>
    public void Restore(long updates, IEnumerable<NamedTensor> state)
    {
        AverageState.Restore([.. State()], state);
        Updates = updates;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, _, sum) in _pairs) sum.Dispose();
    }

    private sealed class Shown : IDisposable
    {
        private (Tensor Weight, Tensor Kept)[] _replaced;

        public Shown(SnapshotAverage average)
        {
            using var noGrad = NoGrad.Enter();
            _replaced = average.Updates == 0 ? [] : [.. average._pairs.Select(static p => (p.Weight, TensorScope.Detach(p.Weight.Clone())))];
            average.Apply();
        }

        public void Dispose()
        {
            using var noGrad = NoGrad.Enter();
            foreach (var (weight, kept) in _replaced)
            {
                weight.CopyInPlace(kept);
                kept.Dispose();
            }

            _replaced = [];
        }
    }
}
