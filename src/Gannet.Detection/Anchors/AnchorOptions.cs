namespace Gannet.Detection.Anchors;

/// <summary>The reference boxes of each feature cell.</summary>
public sealed record AnchorOptions
{
    /// <summary>Sides of the square anchor, in pixels: one list a feature level.</summary>
    /// <value>One size a level, 32 to 512, as the FPN paper.</value>
    public int[][] Sizes { get; init; } = [[32], [64], [128], [256], [512]];

    /// <summary>Height divided by width, of equal area.</summary>
    /// <value>1:2, 1:1, 2:1.</value>
    public float[] Ratios { get; init; } = [0.5f, 1, 2];

    /// <summary>Heights and widths of the anchors of a cell, in pixels, the same at every level; where given, sizes and ratios are not used.</summary>
    /// <value>None.</value>
    public float[][] Shapes { get; init; } = [];

    /// <summary>Cells from one anchor position to the next; the proposal convolution then takes steps of the same length.</summary>
    /// <value>1; matterport's RPN_ANCHOR_STRIDE.</value>
    public int Step { get; init; } = 1;

    /// <summary>Whether a cell is as long as the backbone's stride, instead of the input divided by the cells and rounded down.</summary>
    /// <value>False, as torchvision: on an input that is no multiple of the stride the two differ.</value>
    public bool FixedStrides { get; init; }

    /// <summary>Where in its cell an anchor is centred, as a share of the stride.</summary>
    /// <value>0, the cell's corner, as torchvision; .5 is the cell's middle.</value>
    public float Offset { get; init; }

    /// <summary>Whether half sides are rounded to whole pixels.</summary>
    /// <value>True, as torchvision.</value>
    public bool Rounded { get; init; } = true;
}
