using Gannet.Kernels.RoiPooling;

namespace Gannet.Detection.RoiPooling;

/// <summary>How the features of each region are pooled.</summary>
public sealed record RegionOptions
{
    /// <summary>The kind of pooling; <c>regions=roi_pool</c> is short for <c>regions.kind=roi_pool</c>.</summary>
    public PoolingKind Kind { get; init; }

    /// <summary>Bins per side.</summary>
    public int Size { get; init; } = 7;

    /// <summary>Samples per bin in each direction; 0 for about one per cell.</summary>
    public int SamplingRatio { get; init; } = 2;

    /// <summary>Whether sample points are shifted by half a cell (detectron2's rule, not torchvision's).</summary>
    public bool Aligned { get; init; }

    /// <summary>Whether a region between two pyramid levels is pooled from the finer or the nearer one.</summary>
    /// <value>The finer, as in the FPN paper; matterport rounds.</value>
    public LevelRounding LevelRounding { get; init; }
}
