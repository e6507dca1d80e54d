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
}
