namespace Gannet.Torch.Nn;

/// <summary>Normalises each image over groups of channels: it learns and does not depend on the batch.</summary>
public sealed class GroupNorm : Norm
{
    private readonly Tensor _weight, _bias;
    private readonly int _groups;
    private readonly double _epsilon;

    /// <summary>Creates the norm with 32 groups, the paper's best, or the next smaller divisor of <paramref name="channels"/>.</summary>
    public GroupNorm(int channels, double epsilon = 1e-5)
    {
        _groups = GreatestDivisor(channels, 32);
        _epsilon = epsilon;
        _weight = AddParameter("weight", Tensor.Ones([channels]));
        _bias = AddParameter("bias", Tensor.Zeros([channels]));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        using var scope = TensorScope.Enter();
        return scope.Keep(x.To(_weight.Device, _weight.ElementType).GroupNorm(_groups, _weight, _bias, _epsilon)); // sums over a map need 32 bits
    }

    /// <inheritdoc/>
    public override (Tensor Scale, Tensor Shift)? FixedAffine() => null;

    private static int GreatestDivisor(int channels, int atMost)
    {
        var groups = Math.Min(atMost, channels);
        while (channels % groups != 0) groups--;
        return groups;
    }
}
