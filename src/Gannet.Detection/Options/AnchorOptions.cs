namespace Gannet.Detection;

/// <summary>The reference boxes of each feature cell.</summary>
public sealed record AnchorOptions
{
    /// <summary>Sides of the square anchor, in pixels: one list a feature level.</summary>
    /// <value>One size a level, 32 to 512, as the FPN paper.</value>
    public int[][] Sizes { get; init; } = [[32], [64], [128], [256], [512]];

    /// <summary>Height divided by width, of equal area.</summary>
    /// <value>1:2, 1:1, 2:1.</value>
    public float[] Ratios { get; init; } = [0.5f, 1, 2];

    /// <summary>Where in its cell an anchor is centred, as a share of the stride.</summary>
    /// <value>0, the cell's corner, as torchvision; .5 is the cell's middle.</value>
    public float Offset { get; init; }

    /// <summary>Whether half sides are rounded to whole pixels.</summary>
    /// <value>True, as torchvision.</value>
    public bool Rounded { get; init; } = true;
}
