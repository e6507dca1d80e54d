namespace Gannet.Torch.Nn;

/// <summary>Applies an <see cref="Activation"/>.</summary>
internal static class ActivationExtensions
{
    // In place where the derivative is computed from the result; hard-swish needs its input.
    public static Tensor ApplyTo(this Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.ReluInPlace(),
        Activation.HardSwish => x.Hardswish(),
        _ => x,
    };
}
