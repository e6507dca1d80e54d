namespace Gannet.Torch.Nn;

/// <summary>The function after a layer.</summary>
public enum Activation
{
    /// <summary>The layer's result unchanged.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · clamp(x + 3, 0, 6) / 6, as in MobileNetV3.</summary>
    HardSwish,
}

/// <summary>Applies an <see cref="Activation"/>.</summary>
public static class ActivationExtensions
{
    /// <summary>Activates <paramref name="x"/>, which is overwritten if the derivative can be computed from the result.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="x">A result that nothing else reads.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation.</exception>
    public static Tensor ApplyTo(this Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.ReluInPlace(),
        Activation.HardSwish => x.Hardswish(),
        Activation.None => x,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "unknown activation"),
    };
}
