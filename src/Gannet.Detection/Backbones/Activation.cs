using Gannet.Torch;

namespace Gannet.Detection.Backbones;

/// <summary>The function after a convolution.</summary>
internal enum Activation { None, Relu, HardSwish }

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
