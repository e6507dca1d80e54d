namespace Gannet.Torch.Nn;

/// <summary>The function after a layer.</summary>
public enum Activation
{
    /// <summary>The layer's result as it is.</summary>
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>x · clamp(x + 3, 0, 6) / 6, MobileNetV3's.</summary>
    HardSwish,
}
