namespace Gannet.Detection.Masks;

/// <summary>Options of the mask head; without this section a detector predicts only boxes.</summary>
public sealed record MaskOptions
{
    /// <summary>Bins per side that are pooled from each region.</summary>
    /// <value>14, as in the paper; the mask has twice as many.</value>
    public int Size { get; init; } = 14;

    /// <summary>Samples per bin in each direction; 0 for about one per cell.</summary>
    public int SamplingRatio { get; init; } = 2;

    /// <summary>Number of 3×3 convolutions before the mask is upsampled.</summary>
    public int Convolutions { get; init; } = 4;

    /// <summary>Channels of those convolutions.</summary>
    public int Channels { get; init; } = 256;

    /// <summary>Minimum probability for a pixel to belong to the object.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Weight of the mask loss.</summary>
    public float LossWeight { get; init; } = 1;
}
