namespace Gannet.Detection.Anchors;

/// <summary>The anchors of each cell.</summary>
public sealed record AnchorOptions
{
    /// <summary>Sides of the square anchor, in pixels: one list per feature level.</summary>
    /// <value>One size per level, 32 to 512, as in the FPN paper.</value>
    public int[][] Sizes { get; init; } = [[32], [64], [128], [256], [512]];

    /// <summary>Height divided by width; the area stays the same.</summary>
    /// <value>1:2, 1:1, 2:1.</value>
    public float[] Ratios { get; init; } = [0.5f, 1, 2];

    /// <summary>Pairs of height and width of a cell's anchors, in pixels, the same at every level; they replace sizes and ratios.</summary>
    /// <value>None.</value>
    public float[][] Shapes { get; init; } = [];

    /// <summary>The same for each feature level, finest first; they replace all of the above.</summary>
    /// <value>None. <c>gannet data anchors</c> fits them to a data set.</value>
    public float[][][] LevelShapes { get; init; } = [];

    /// <summary>Cells from one anchor position to the next; the proposal convolution then has the same stride.</summary>
    /// <value>1; matterport's RPN_ANCHOR_STRIDE.</value>
    public int Step { get; init; } = 1;

    /// <summary>Whether anchors are spaced by the backbone's stride instead of the input size divided by the cells, rounded down.</summary>
    /// <value>False, as in torchvision. The two differ if the input is not a multiple of the stride.</value>
    public bool FixedStrides { get; init; }

    /// <summary>Position of an anchor's centre in its cell, as a fraction of the stride.</summary>
    /// <value>0, the cell's corner, as in torchvision; .5 is the cell's centre.</value>
    public float Offset { get; init; }

    /// <summary>Whether half sides are rounded to whole pixels.</summary>
    /// <value>True, as in torchvision.</value>
    public bool Rounded { get; init; } = true;
}
