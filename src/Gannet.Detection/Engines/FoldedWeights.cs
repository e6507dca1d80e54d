using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Engines;

/// <summary>A layer's weights for libtorch's own operators, with the norm after it folded in, on the layer's device.</summary>
/// <param name="Weight"><c>[K, C, rows, columns]</c>, channels-last, or <c>[K, features]</c>.</param>
/// <param name="Bias"><c>[K]</c>, or null.</param>
internal sealed record FoldedWeights(Tensor Weight, Tensor? Bias) : IDisposable
{
    /// <summary>The weights of a convolution; null if the norm depends on its input.</summary>
    public static FoldedWeights? Of(Conv2d conv, Norm? norm, ElementType type)
    {
        using var scope = TensorScope.Enter();
        if (new NormalizedConv(conv, norm).Fold() is not var (weight, bias)) return null;
        return new(Own(weight, type, MemoryFormat.ChannelsLast), bias is null ? null : Own(bias, type, MemoryFormat.Contiguous));
    }

    /// <summary>A linear layer's weights for <paramref name="x"/> flattened channels-last: cell by cell, all channels together.</summary>
    public static FoldedWeights Of(Linear linear, Tensor x, ElementType type)
    {
        using var scope = TensorScope.Enter();
        var weight = x.Shape is [_, var channels, var rows, var columns]
            ? linear.Weight.Reshape([linear.Outputs, channels, rows, columns]).Permute([0, 2, 3, 1]).Reshape([linear.Outputs, -1])
            : linear.Weight;
        return new(Own(weight, type, MemoryFormat.Contiguous), Own(linear.Bias, type, MemoryFormat.Contiguous));
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias?.Dispose();
    }

    // Always a copy: later training or moving must not change it partly.
    private static Tensor Own(Tensor tensor, ElementType type, MemoryFormat format) =>
        TensorScope.Detach(tensor.Detach().To(type, copy: true).Contiguous(format));
}
