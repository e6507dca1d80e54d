using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>A layer's shape, and its weights with the norm after it folded in.</summary>
/// <param name="Shape">The shape of the convolution.</param>
/// <param name="Weight"><c>[K, C, rows, columns]</c>; owned by the scope in which it was made.</param>
/// <param name="Bias"><c>[K]</c>, or empty.</param>
internal sealed record LayerWeights(ConvolutionShape Shape, Tensor Weight, float[] Bias)
{
    /// <summary>The weights of a convolution; null if its groups or its norm cannot be folded.</summary>
    public static LayerWeights? Of(Conv2d conv, Norm? norm)
    {
        if (ShapeOf(conv) is not { } shape || new NormalizedConv(conv, norm).Fold() is not var (weight, bias)) return null;
        return new(shape, weight, bias?.ToArray<float>() ?? []);
    }

    /// <summary>The shape of a convolution; null for grouped convolutions that are not depthwise.</summary>
    public static ConvolutionShape? ShapeOf(Conv2d conv)
    {
        var isDepthwise = conv.Groups > 1 && conv.Groups == conv.Inputs && conv.Inputs == conv.Outputs;
        if (conv.Groups > 1 && !isDepthwise) return null;
        return new(conv.Inputs, conv.Outputs, (int)conv.Weight.Shape[2], (int)conv.Weight.Shape[3])
        {
            Stride = conv.Stride,
            PaddingY = conv.Padding.Y,
            PaddingX = conv.Padding.X,
            Dilation = conv.Dilation,
            IsDepthwise = isDepthwise,
        };
    }

    /// <summary>The weights of a linear layer on features <c>[R, C, S, S]</c>, as a convolution as large as the map.</summary>
    public static LayerWeights? Of(Linear linear, Tensor x)
    {
        var (channels, rows, columns) = ((int)x.Shape[1], (int)x.Shape[2], (int)x.Shape[3]);
        return channels * rows * columns == linear.Inputs
            ? new(new(channels, linear.Outputs, rows, columns), linear.Weight.Reshape([linear.Outputs, channels, rows, columns]), linear.Bias.ToArray<float>())
            : null;
    }

    /// <summary>Lays the weights out for the kernels in C#.</summary>
    public PackedConvolution Pack()
    {
        using var scope = TensorScope.Enter();
        // No array: those of all layers would stay in memory until the next full garbage collection.
        return PackedConvolution.Create(Shape, Weight.Detach().To(Device.Cpu, ElementType.Float).Contiguous().AsSpan<float>(), Bias);
    }
}
