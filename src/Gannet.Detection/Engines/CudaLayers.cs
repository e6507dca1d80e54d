// Shapes: N images, C channels in, K channels out, R regions, S bins per side.
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs layers in detection with libtorch's own operators, on any device: norms folded once, maps channels-last.</summary>
/// <remarks>
/// A layer's weights are folded and converted to <paramref name="type"/> at its first use; later changes are not noticed. Layers that
/// predict scores and coordinates are in 32 bits.
/// </remarks>
/// <param name="type">Element type of maps and weights.</param>
internal sealed class CudaLayers(ElementType type) : LayerEngine, IDisposable
{
    private readonly LayerCache _cache = new();

    public override MemoryFormat MapFormat => MemoryFormat.ChannelsLast; // the order in which regions are pooled

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        var computed = conv.FullPrecision ? ElementType.Float : type;
        if (_cache.Get(conv, norm, () => FoldedWeights.Of(conv, norm, computed)) is not { } weights) return null;
        long[] stride = [conv.Stride, conv.Stride], padding = [conv.Padding.Y, conv.Padding.X], dilation = [conv.Dilation, conv.Dilation];
        var y = x.To(computed).Contiguous(MemoryFormat.ChannelsLast).Conv2d(weights.Weight, weights.Bias, stride, padding, dilation, conv.Groups);
        if (addend is not null) y.AddInPlace(addend);
        return Activate(y, activation);
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        var computed = linear.FullPrecision ? ElementType.Float : type;
        var weights = _cache.Get(linear, null, () => FoldedWeights.Of(linear, x, computed))!;
        var rows = x.Rank == 2 ? x : x.Permute([0, 2, 3, 1]).Flatten(1); // no copy if pooled channels-last
        return Activate(rows.To(computed).Linear(weights.Weight, weights.Bias), activation);
    }

    public void Dispose() => _cache.Dispose();

    // In place, since nothing is differentiated.
    private static Tensor Activate(Tensor y, Activation activation) => activation switch
    {
        Activation.Relu => y.ReluInPlace(),
        Activation.HardSwish => y.HardswishInPlace(),
        Activation.None => y,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation"),
    };
}
