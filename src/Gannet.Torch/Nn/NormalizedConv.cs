namespace Gannet.Torch.Nn;

/// <summary>A convolution and the norm after it, run as one layer if the norm is a fixed map.</summary>
/// <remarks>
/// With frozen batch norm, the convolution's weights are scaled by the norm and the shift becomes its bias. This saves two passes over
/// the activations, forward and backward, for one product over the weights; gradients reach the weights through it. With an input in
/// planes (not channels-last), the norm runs separately, in the reference's order of operations.
/// </remarks>
public readonly struct NormalizedConv(Conv2d conv, Norm? norm)
{
    /// <summary>Convolves and normalises <paramref name="x"/>, <c>[N, C, H, W]</c>, then adds and activates.</summary>
    /// <param name="x">The input.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="addend">A map of the result's shape that is added before it, such as the skip connection of a residual block.</param>
    public Tensor Forward(Tensor x, Activation activation = Activation.None, Tensor? addend = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        if (LayerEngine.Current?.Convolve(conv, norm, x, addend, activation) is { } computed) return scope.Keep(computed);
        var folded = norm is null || x.IsContiguous(MemoryFormat.ChannelsLast) ? Fold() : null;
        if (folded is not { } layer) return scope.Keep(norm!.Forward(conv.Forward(x), activation, addend));
        var y = conv.Forward(x, layer.Weight, layer.Bias);
        if (addend is not null) y.AddInPlace(addend);
        return scope.Keep(activation.ApplyTo(y));
    }

    /// <summary>Weights and bias of one convolution equal to both; null if the norm depends on its input.</summary>
    /// <returns>The convolution's own tensors if there is no norm, else new ones in the caller's scope.</returns>
    public (Tensor Weight, Tensor? Bias)? Fold()
    {
        if (norm is null) return (conv.Weight, conv.Bias);
        if (norm.FixedAffine() is not { } affine) return null;
        var weight = conv.Weight * affine.Scale.Reshape([-1, 1, 1, 1]);
        return (weight, conv.Bias is { } own ? own * affine.Scale + affine.Shift : affine.Shift);
    }
}
