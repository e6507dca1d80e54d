// Shapes: N images, C channels in, K channels out, R regions, S bins per side.
using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs layers in detection with our own kernels: norms folded, weights laid out once, one pass per layer.</summary>
internal class PackedLayers : LayerEngine, IDisposable
{
    /// <summary>The packed weights.</summary>
    protected LayerCache Cache { get; } = new();

    public override MemoryFormat MapFormat => MemoryFormat.ChannelsLast; // the order in which regions are pooled

    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        return IsReadable(x) && (addend is null || IsReadable(addend)) && Packed(conv, norm) is { } packed
            ? Run(packed, x, addend, activation)
            : null;
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        var input = AsMap(x);
        return IsReadable(input) && Cache.Get(linear, null, () => LayerWeights.Of(linear, input)?.Pack()) is { } packed
            ? Run(packed, input, null, activation).Flatten(1)
            : null;
    }

    public void Dispose() => Cache.Dispose();

    /// <summary>A convolution's packed weights; null if the kernels cannot run it.</summary>
    protected PackedConvolution? Packed(Conv2d conv, Norm? norm) => Cache.Get(conv, norm, () => LayerWeights.Of(conv, norm)?.Pack());

    /// <summary>Rows <c>[R, C]</c> as maps with one cell.</summary>
    protected static Tensor AsMap(Tensor x) => x.Rank == 2 ? x.Reshape([x.Shape[0], x.Shape[1], 1, 1]) : x;

    /// <summary>Allocates a map for the result of a layer.</summary>
    protected static Tensor OutputOf(ConvolutionShape shape, Tensor x, ElementType type = ElementType.Float) => Tensor.Empty(
        [x.Shape[0], shape.Outputs, shape.OutputHeight((int)x.Shape[2]), shape.OutputWidth((int)x.Shape[3])], type, memoryFormat: MemoryFormat.ChannelsLast);

    // libtorch owns the spans' memory, which does not move.
    protected static unsafe Tensor Run(PackedConvolution packed, Tensor x, Tensor? addend, Activation activation)
    {
        var output = OutputOf(packed.Shape, x);
        fixed (float* from = x.AsSpan<float>(), to = output.AsSpan<float>(), add = addend is null ? default : addend.AsSpan<float>())
            packed.Run(from, (int)x.Shape[0], (int)x.Shape[2], (int)x.Shape[3], to, add, OutputActivations.Of(activation));
        return output;
    }

    private static bool IsReadable(Tensor x) => x is { ElementType: ElementType.Float, Device.IsCuda: false } && x.IsContiguous(MemoryFormat.ChannelsLast);
}
