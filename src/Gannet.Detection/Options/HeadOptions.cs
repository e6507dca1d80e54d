using Gannet.Torch.Nn;

namespace Gannet.Detection;

/// <summary>The second stage: what each region shows, and where exactly.</summary>
public sealed record HeadOptions
{
    /// <summary>The layers.</summary>
    public HeadKind Kind { get; init; }

    /// <summary>Width of the fully connected layers.</summary>
    public int Width { get; init; } = 1024;

    /// <summary>Number of convolutions of a convolutional head.</summary>
    public int Convolutions { get; init; } = 4;

    /// <summary>The norm after each of them.</summary>
    public NormOptions Norm { get; init; } = new() { Kind = NormKind.Batch };

    /// <summary>Weights of the box offsets: x, y, width, height.</summary>
    public float[] BoxWeights { get; init; } = [10, 10, 5, 5];

    /// <summary>IoU from which a region is foreground.</summary>
    public float ForegroundIou { get; init; } = 0.5f;

    /// <summary>IoU below which a region is background.</summary>
    public float BackgroundIou { get; init; } = 0.5f;

    /// <summary>Regions of each picture in the loss.</summary>
    public int Samples { get; init; } = 512;

    /// <summary>Largest share of foreground among them.</summary>
    public double PositiveFraction { get; init; } = 0.25;

    /// <summary>Where smooth-L1 turns from square to straight.</summary>
    public double SmoothL1Beta { get; init; } = 1.0 / 9;
}
