namespace Gannet.Detection.RoiPooling;

/// <summary>How a region's features are pooled from a map.</summary>
public enum PoolingKind
{
    /// <summary>Bilinear samples, averaged in each bin.</summary>
    RoiAlign,

    /// <summary>The largest value of each bin of whole cells.</summary>
    RoiPool,

    /// <summary>One bilinear sample per bin, as in matterport.</summary>
    CropAndResize,

    /// <summary>The mean of each bin of whole cells, with separate maps per bin; for a position-sensitive head.</summary>
    PsRoiPool,

    /// <summary>Bilinear samples, averaged in each bin, with separate maps per bin; for a position-sensitive head.</summary>
    PsRoiAlign,
}
