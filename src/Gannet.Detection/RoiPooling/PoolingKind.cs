namespace Gannet.Detection.RoiPooling;

/// <summary>How a region's features are read from a map.</summary>
public enum PoolingKind
{
    /// <summary>Bilinear samples, averaged in each bin.</summary>
    RoiAlign,

    /// <summary>The largest value of each bin of whole cells.</summary>
    RoiPool,

    /// <summary>One bilinear sample a bin: matterport's.</summary>
    CropAndResize,

    /// <summary>The mean of each bin of whole cells, each bin from maps of its own; for a position-sensitive head.</summary>
    PsRoiPool,

    /// <summary>Bilinear samples, averaged in each bin, each bin from maps of its own; for a position-sensitive head.</summary>
    PsRoiAlign,
}
