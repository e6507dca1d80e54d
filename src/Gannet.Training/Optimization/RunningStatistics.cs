using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Training.Optimization;

/// <summary>The running statistics of batch norms after the last good step: a forward pass with values that are not finite ruins them.</summary>
internal sealed class RunningStatistics : IDisposable
{
    private readonly (Tensor Buffer, Tensor Kept)[] _pairs;

    public RunningStatistics(Module network)
    {
        using var noGrad = NoGrad.Enter();
        _pairs = [.. network.NamedBuffers().Select(static b => (b.Tensor, TensorScope.Detach(b.Tensor.Clone())))];
    }

    /// <summary>Keeps the current ones.</summary>
    public void Keep()
    {
        using var noGrad = NoGrad.Enter();
        foreach (var (buffer, kept) in _pairs) kept.CopyInPlace(buffer);
    }

    /// <summary>Puts back those that were kept.</summary>
    public void Restore()
    {
        using var noGrad = NoGrad.Enter();
        foreach (var (buffer, kept) in _pairs) buffer.CopyInPlace(kept);
    }

    public void Dispose()
    {
        foreach (var (_, kept) in _pairs) kept.Dispose();
    }
}
