using Gannet.Kernels.RoiPooling;

namespace Gannet.Detection.RoiPooling;

/// <summary>How features are read for each region.</summary>
public sealed record RegionOptions
{
    /// <summary>How; <c>regions=roi_pool</c> is short for it.</summary>
    public PoolingKind Kind { get; init; }

    /// <summary>Bins along each side.</summary>
    public int Size { get; init; } = 7;

    /// <summary>Samples a bin along each side; 0 for one a cell.</summary>
    public int SamplingRatio { get; init; } = 2;

    /// <summary>Whether sample points are shifted by half a cell (detectron2's rule, not torchvision's).</summary>
    public bool Aligned { get; init; }

    /// <summary>Whether a region between two pyramid levels is read from the finer or the nearer one.</summary>
    /// <value>The finer, as the FPN paper; matterport's round.</value>
    public LevelRounding LevelRounding { get; init; }
}
