namespace Gannet.Detection.Masks;

/// <summary>The mask of each detection; a detector without this section gives boxes alone.</summary>
public sealed record MaskOptions
{
    /// <summary>Bins along each side that are read for each region.</summary>
    /// <value>14, the paper's; the mask has twice as many.</value>
    public int Size { get; init; } = 14;

    /// <summary>Samples a bin along each side; 0 for one a cell.</summary>
    public int SamplingRatio { get; init; } = 2;

    /// <summary>3×3 convolutions before the mask is doubled in size.</summary>
    public int Convolutions { get; init; } = 4;

    /// <summary>Channels of those convolutions.</summary>
    public int Channels { get; init; } = 256;

    /// <summary>Probability from which a pixel belongs to the object.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Weight of the mask loss in the sum.</summary>
    public float LossWeight { get; init; } = 1;
}
