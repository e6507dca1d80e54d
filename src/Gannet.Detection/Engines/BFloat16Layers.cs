// Shapes: N images, C channels in, K channels out, R regions, S bins per side.
using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs layers on bf16 maps: matrix products by libtorch, 3×3 convolutions by our Winograd kernels.</summary>
/// <remarks>
/// The kernels read and write 16 bits but compute in 32: a quarter of the multiplications saves more time than doubling their rate. Layers
/// that predict scores and coordinates, and the maps that regions are pooled from, are in 32 bits.
/// </remarks>
internal sealed class BFloat16Layers : PackedLayers
{
    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Device.IsCuda) return null;
        if (IsWinograd(conv) && Packed(conv, norm) is { } packed)
        {
            if (!IsHalf(x)) return Run(packed, x.Contiguous(MemoryFormat.ChannelsLast), As(addend, ElementType.Float), activation);
            return conv.FullPrecision && addend is null
                ? RunToFloat(packed, x.Contiguous(MemoryFormat.ChannelsLast), activation)
                : RunHalf(packed, x.Contiguous(MemoryFormat.ChannelsLast), As(addend, ElementType.BFloat16), activation);
        }

        if (conv.FullPrecision) return base.Convolve(conv, norm, As(x, ElementType.Float)!, As(addend, ElementType.Float), activation);
        if (Cache.Get(conv, norm, () => BFloat16Weights.Of(LayerWeights.Of(conv, norm))) is not { } weights) return null;
        long[] stride = [conv.Stride, conv.Stride], padding = [conv.Padding.Y, conv.Padding.X], dilation = [conv.Dilation, conv.Dilation];
        var output = As(x, ElementType.BFloat16)!.Conv2d(weights.Weight, bias: null, stride, padding, dilation, conv.Groups).Contiguous(MemoryFormat.ChannelsLast);
        return weights.Finish(output, As(addend, ElementType.BFloat16), activation);
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        if (x.Device.IsCuda) return null;
        var input = AsMap(x);
        if (linear.FullPrecision) return base.Map(linear, As(input, ElementType.Float)!, activation);
        if (Cache.Get(linear, null, () => BFloat16Weights.Of(LayerWeights.Of(linear, input))) is not { } weights) return null;
        var rows = As(input, ElementType.BFloat16)!.Permute([0, 2, 3, 1]).Flatten(1);
        return weights.Finish(rows.Linear(weights.AsMatrix), addend: null, activation);
    }

    private static bool IsHalf(Tensor x) => x.ElementType == ElementType.BFloat16;

    private static bool IsWinograd(Conv2d conv) => LayerWeights.ShapeOf(conv) is { } shape && PackedConvolution.IsWinograd(shape);

    private static Tensor? As(Tensor? x, ElementType type) =>
        x is null ? null : (x.ElementType == type ? x : x.To(Device.Cpu, type)).Contiguous(MemoryFormat.ChannelsLast);

    private static unsafe Tensor RunHalf(PackedConvolution packed, Tensor x, Tensor? addend, Activation activation)
    {
        var output = OutputOf(packed.Shape, x, ElementType.BFloat16);
        fixed (BFloat16* from = x.AsSpan<BFloat16>(), to = output.AsSpan<BFloat16>(), add = addend is null ? default : addend.AsSpan<BFloat16>())
        {
            packed.Run((ushort*)from, (int)x.Shape[0], (int)x.Shape[2], (int)x.Shape[3], (ushort*)to, (ushort*)add, OutputActivations.Of(activation));
        }

        return output;
    }

    private static unsafe Tensor RunToFloat(PackedConvolution packed, Tensor x, Activation activation)
    {
        var output = OutputOf(packed.Shape, x);
        fixed (BFloat16* from = x.AsSpan<BFloat16>())
        {
            fixed (float* to = output.AsSpan<float>())
                packed.Run((ushort*)from, (int)x.Shape[0], (int)x.Shape[2], (int)x.Shape[3], to, OutputActivations.Of(activation));
        }

        return output;
    }
}
