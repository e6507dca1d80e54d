using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Merging;

/// <summary>How a large picture is divided, and how what is found in its tiles is merged.</summary>
public sealed record TiledDetectionOptions
{
    /// <summary>Smallest and largest <see cref="Side"/>, in pixels: smaller tiles show nothing, and no input is larger.</summary>
    public const int LeastSide = 32, MostSide = 16_384;

    /// <summary>Width and height of a tile in pixels of the picture, from <see cref="LeastSide"/> to <see cref="MostSide"/>. The model's transform scales each tile like a picture.</summary>
    /// <value>512, as in SAHI.</value>
    public int Side { get; init; } = 512;

    /// <summary>Largest <see cref="Overlap"/>.</summary>
    public const double MostOverlap = 0.9;

    /// <summary>Least share of its side that a tile has in common with the next, from 0 to .9. Objects up to that size are whole in some tile.</summary>
    /// <value>.2, as in SAHI.</value>
    public double Overlap { get; init; } = 0.2;

    /// <summary>Whether the whole picture is looked at, too, for objects that no tile shows whole.</summary>
    /// <value>True, as in SAHI.</value>
    public bool WholePicture { get; init; } = true;

    /// <summary>Overlap above which boxes of one class are taken for the same object.</summary>
    /// <value>.5, as in SAHI.</value>
    public double Threshold { get; init; } = 0.5;

    /// <summary>How the overlap of two boxes is measured.</summary>
    /// <value>By the smaller, as in SAHI. Use the union if objects lie inside larger ones of their class.</value>
    public MergeOverlap MergeBy { get; init; }

    /// <summary>Checks every value.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        InvalidOptionException.ThrowUnless(Side is >= LeastSide and <= MostSide, "side", Side, $"from {LeastSide} to {MostSide} pixels");
        InvalidOptionException.ThrowUnless(Overlap is >= 0 and <= MostOverlap, "overlap", Overlap, "from 0 to 0.9");
        InvalidOptionException.ThrowUnless(Threshold is >= 0 and <= 1, "threshold", Threshold, "from 0 to 1");
    }
}
