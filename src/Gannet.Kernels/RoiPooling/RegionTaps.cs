namespace Gannet.Kernels.RoiPooling;

/// <summary>The cells that every bin of every region reads along one axis, and their weights, for pooling without the kernels.</summary>
/// <param name="Count">K: cells per bin; bins that read fewer are padded with cell 0 at weight 0.</param>
/// <param name="Cells"><c>[R, S, K]</c>: rows or columns of the region's map.</param>
/// <param name="Weights"><c>[R, S, K]</c>. A cell's weight in a bin is the weight of its row times that of its column.</param>
internal sealed record RegionTaps(int Count, int[] Cells, float[] Weights)
{
    /// <summary>Both axes of <paramref name="regions"/>, as <paramref name="sampling"/> places them.</summary>
    internal static (RegionTaps Rows, RegionTaps Columns) Of(
        FeatureMap[] levels, ReadOnlySpan<PlacedRegion> regions, int size, RegionSampling sampling)
    {
        // At least one, so that the tables have a shape when no bin reads anything.
        var (rowCount, columnCount) = (1, 1);
        foreach (var region in regions)
        {
            sampling.Place(region.Box, levels[region.Level]);
            for (var bin = 0; bin < size; bin++)
            {
                rowCount = Math.Max(rowCount, sampling.Rows.Cells(bin).Length);
                columnCount = Math.Max(columnCount, sampling.Columns.Cells(bin).Length);
            }
        }

        var (rows, columns) = (Empty(regions.Length * size, rowCount), Empty(regions.Length * size, columnCount));
        for (var r = 0; r < regions.Length; r++)
        {
            sampling.Place(regions[r].Box, levels[regions[r].Level]);
            for (var bin = 0; bin < size; bin++)
            {
                rows.Fill(r * size + bin, sampling.Rows, bin);
                columns.Fill(r * size + bin, sampling.Columns, bin);
            }
        }

        return (rows, columns);
    }

    private static RegionTaps Empty(int bins, int count) => new(count, new int[bins * count], new float[bins * count]);

    private void Fill(int place, AxisTaps axis, int bin)
    {
        axis.Cells(bin).CopyTo(Cells.AsSpan(place * Count));
        axis.Weights(bin).CopyTo(Weights.AsSpan(place * Count));
    }
}
