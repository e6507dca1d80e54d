namespace Gannet.Detection.Necks;

/// <summary>What stands between the backbone and the two stages.</summary>
public enum NeckKind
{
    /// <summary>A feature pyramid.</summary>
    Fpn,

    /// <summary>The last map of the backbone alone.</summary>
    Last,

    /// <summary>The last map but one for proposals, the last for regions: R-FCN's authors'.</summary>
    Split,

    /// <summary>The two last maps, the coarser one enlarged to the finer, side by side: RFCN-tensorflow's.</summary>
    Concatenated,
}
