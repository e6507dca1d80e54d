namespace Gannet.Torch.Nn;

/// <summary>A normalisation with one scale and one shift per channel.</summary>
public abstract class Norm : Module
{
    /// <summary>Normalises <paramref name="x"/>, <c>[N, C, H, W]</c>.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>Normalises <paramref name="x"/>, then adds and activates.</summary>
    /// <param name="x"><c>[N, C, H, W]</c>.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="addend">A map of the same shape that is added before it; or null.</param>
    public virtual Tensor Forward(Tensor x, Activation activation, Tensor? addend = null)
    {
        using var scope = TensorScope.Enter();
        var y = Forward(x);
        if (addend is not null) y.AddInPlace(addend);
        return scope.Keep(activation.ApplyTo(y));
    }

    /// <summary>The scale and shift, <c>[C]</c> each, if the norm is now a fixed affine map; null if it depends on its input.</summary>
    /// <remarks>A fixed map costs nothing when it is folded into the preceding convolution, even in training.</remarks>
    public abstract (Tensor Scale, Tensor Shift)? FixedAffine();
}
