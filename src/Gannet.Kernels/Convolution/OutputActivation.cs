namespace Gannet.Kernels.Convolution;

/// <summary>The function that a convolution applies to its result.</summary>
public enum OutputActivation
{
    /// <summary>The result unchanged.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · clamp(x + 3, 0, 6) / 6, as in MobileNetV3.</summary>
    HardSwish,
}
