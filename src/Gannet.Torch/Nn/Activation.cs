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
