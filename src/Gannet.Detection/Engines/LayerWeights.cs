using Gannet.Kernels.Convolution;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>What a layer computes: its shape, and its weights with the norm after it folded in.</summary>
/// <param name="Shape">Without the weights.</param>
/// <param name="Weight"><c>[K, C, rows, columns]</c>; belongs to the scope it was read in.</param>
/// <param name="Bias"><c>[K]</c>, or empty.</param>
internal sealed record LayerWeights(ConvolutionShape Shape, Tensor Weight, float[] Bias)
{
    /// <summary>Those of a convolution; null where its groups or its norm are of a kind that is not folded.</summary>
    public static LayerWeights? Of(Conv2d conv, Norm? norm)
    {
        if (ShapeOf(conv) is not { } shape || new NormalizedConv(conv, norm).Fold() is not var (weight, bias)) return null;
        return new(shape, weight, bias?.ToArray<float>() ?? []);
    }

    /// <summary>The shape of a convolution; null where groups of several channels each do not see the others.</summary>
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

    /// <summary>Those of a matrix that features <c>[R, C, S, S]</c> are multiplied with: a convolution as large as the map.</summary>
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
        // Not an array: those of all layers would stay until the collector's next full round.
        return PackedConvolution.Create(Shape, Weight.Detach().To(Device.Cpu, ElementType.Float).Contiguous().AsSpan<float>(), Bias);
    }
}
