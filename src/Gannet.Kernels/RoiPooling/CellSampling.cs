namespace Gannet.Kernels.RoiPooling;

/// <summary>The mean of each bin's whole cells, as position-sensitive RoI pooling reads them.</summary>
/// <param name="size">Bins per side.</param>
/// <param name="leftOut">Rows and columns at the far edges of the map that no bin reads.</param>
internal sealed class CellSampling(int size, int leftOut) : RegionSampling(size)
{
    public override void Place(Box box, in FeatureMap map)
    {
        var (left, width) = CellBins.Span(box.X1, box.X2, map.Scale, inclusive: false);
        var (top, height) = CellBins.Span(box.Y1, box.Y2, map.Scale, inclusive: false);
        Rows.PrepareCells(top, height, map.Height - leftOut);
        Columns.PrepareCells(left, width, map.Width - leftOut);
    }
}
