namespace Gannet.Torch.Nn;

/// <summary>Batch norm whose statistics and affine parameters never change.</summary>
public sealed class FrozenBatchNorm : Norm
{
    private readonly Tensor _weight, _bias, _mean, _variance;
    private readonly double _epsilon;

    /// <summary>Creates an identity over <paramref name="channels"/> channels, to be filled from a weight file.</summary>
    public FrozenBatchNorm(int channels, double epsilon = 1e-5)
    {
        _epsilon = epsilon;
        _weight = AddBuffer("weight", Tensor.Ones([channels]));
        _bias = AddBuffer("bias", Tensor.Zeros([channels]));
        _mean = AddBuffer("running_mean", Tensor.Zeros([channels]));
        _variance = AddBuffer("running_var", Tensor.Ones([channels]));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x.BatchNorm(_weight, _bias, _mean, _variance, training: false, momentum: 0, _epsilon, cudnnEnabled: true);
    }

    /// <inheritdoc/>
    public override (Tensor Scale, Tensor Shift)? FixedAffine() => Affine(_weight, _bias, _mean, _variance, _epsilon);

    internal static (Tensor Scale, Tensor Shift) Affine(Tensor weight, Tensor bias, Tensor mean, Tensor variance, double epsilon)
    {
        using var scope = TensorScope.Enter();
        var scale = weight * (variance + epsilon).Rsqrt();
        return (scope.Keep(scale), scope.Keep(bias - mean * scale));
    }
}
