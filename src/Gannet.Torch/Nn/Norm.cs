namespace Gannet.Torch.Nn;

/// <summary>A normalisation with one scale and one shift a channel.</summary>
public abstract class Norm : Module
{
    /// <summary>Normalises <paramref name="x"/>, <c>[N, C, H, W]</c>.</summary>
    public abstract Tensor Forward(Tensor x);

    /// <summary>The scale and shift, <c>[C]</c> each, where the norm is a fixed affine map at present; null where it depends on its input.</summary>
    /// <remarks>A fixed map costs nothing when it is folded into the convolution before it, in training too.</remarks>
    public abstract (Tensor Scale, Tensor Shift)? FixedAffine();
}
