// Shapes: N images, R regions, C channels, S bins per side.
using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>Runs the layers in bf16 training: 16-bit products with 32-bit sums, forward and backward.</summary>
/// <remarks>
/// Weights stay in 32 bits, so that small steps add up, and are rounded in each pass: casting all of them takes 1 % of the time of the
/// products. Their gradients come back in 32 bits through the cast. Layers that sum over a whole map or predict scores and coordinates
/// compute in 32 bits. So do convolutions that our own kernels train, unless the processor multiplies bf16 in tiles (AMX): without them,
/// libtorch's convolutions in 16 bits are slower.
/// </remarks>
internal sealed class BFloat16Training(ConvolutionTraining kernels) : LayerEngine
{
    public override Tensor? Convolve(Conv2d conv, Norm? norm, Tensor x, Tensor? addend, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(conv);
        using var scope = TensorScope.Enter();
        if (conv.FullPrecision || IsFasterInFull(conv))
        {
            using var full = Use(new Float32Training(kernels));
            return scope.Keep(new NormalizedConv(conv, norm).Forward(Full(x), activation, addend is null ? null : Full(addend)));
        }

        var folded = new NormalizedConv(conv, norm).Fold();
        var (weight, bias) = folded ?? (conv.Weight, conv.Bias);
        long[] stride = [conv.Stride, conv.Stride], padding = [conv.Padding.Y, conv.Padding.X], dilation = [conv.Dilation, conv.Dilation];
        var y = Half(x).Conv2d(Half(weight), bias is null ? null : Half(bias), stride, padding, dilation, conv.Groups);
        if (norm is not null && folded is null) y = Half(norm.Forward(Full(y)));
        if (addend is not null) y.AddInPlace(addend);
        return scope.Keep(activation.ApplyTo(y));
    }

    public override Tensor? Map(Linear linear, Tensor x, Activation activation)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        if (linear.FullPrecision)
        {
            using var plain = Use(null);
            return scope.Keep(linear.Forward(Full(x), activation));
        }

        var rows = Half(x.Rank > 2 ? x.Flatten(1) : x);
        return scope.Keep(activation.ApplyTo(rows.Linear(Half(linear.Weight), Half(linear.Bias))));
    }

    public override Tensor? Normalize(BatchNorm norm, Tensor x, Tensor? addend, Activation activation) =>
        BatchNormFunction.Apply(norm, x, addend, activation);

    private static bool IsFasterInFull(Conv2d conv) =>
        !TorchRuntime.ProcessorHasBFloat16Tiles && !conv.Weight.Device.IsCuda && LayerWeights.ShapeOf(conv) is { } shape && ConvolutionTraining.Trains(shape);

    private static Tensor Full(Tensor x) => x.To(ElementType.Float);

    private static Tensor Half(Tensor x) => x.To(ElementType.BFloat16);
}
