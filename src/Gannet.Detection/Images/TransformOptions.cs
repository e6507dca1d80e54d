namespace Gannet.Detection.Images;

/// <summary>How images become the network's input: scaled by one factor, normalised and padded to a common size.</summary>
public sealed record TransformOptions
{
    /// <summary>How an image is fitted into the input.</summary>
    public ResizeMode Mode { get; init; }

    /// <summary>Length of the shorter side after scaling, in pixels.</summary>
    /// <value>800, as in torchvision and the FPN paper.</value>
    public int MinSize { get; init; } = 800;

    /// <summary>Largest length of the longer side; takes precedence over <see cref="MinSize"/>.</summary>
    /// <value>1333.</value>
    public int MaxSize { get; init; } = 1333;

    /// <summary>Batches are padded to a multiple of this.</summary>
    /// <value>32, the coarsest stride of the usual backbones.</value>
    public int SizeDivisor { get; init; } = 32;

    /// <summary>Mean of red, green and blue in [0, 1].</summary>
    /// <value>ImageNet's.</value>
    public float[] Mean { get; init; } = [0.485f, 0.456f, 0.406f];

    /// <summary>Standard deviation of red, green and blue.</summary>
    /// <value>ImageNet's.</value>
    public float[] Std { get; init; } = [0.229f, 0.224f, 0.225f];

    /// <summary>Whether the scale is computed in float64 instead of float32; this can change the size by one pixel.</summary>
    /// <value>False, as in torchvision up to 0.14; true is torchvision's arithmetic since 0.15.</value>
    public bool DoubleScale { get; init; }
}
