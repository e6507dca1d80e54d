using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Merging;

/// <summary>How a large picture is divided, and how what is found in its tiles is merged.</summary>
public sealed record TiledDetectionOptions
{
    /// <summary>Width and height of a tile in pixels of the picture, from 32 to 16,384. The model's transform scales each tile like a picture.</summary>
    /// <value>512, as in SAHI.</value>
    public int Side { get; init; } = 512;

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
}
