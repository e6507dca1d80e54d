// Shapes: R regions, C channels, S bins a side.
namespace Gannet.Vision.Regions;

/// <summary>RoI max pooling (Girshick 2015): regions and bins are rounded to whole cells, and each bin gives its largest value.</summary>
/// <remarks>Equal to torchvision's <c>roi_pool</c>. Where rounding matters, <see cref="RoiAlign"/> is the better choice.</remarks>
public static unsafe class RoiPool
{
    /// <summary>Pools every region; an empty bin gives 0.</summary>
    /// <param name="levels">Feature maps of equal C.</param>
    /// <param name="regions"><c>[R]</c>.</param>
    /// <param name="size">S.</param>
    /// <param name="output"><c>[R, S, S, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, S, S]</c>.</param>
    /// <param name="winners">In the same order: the cell, row · W + column, each value came from; −1 for an empty bin.</param>
    /// <param name="channelsLast">The order of both.</param>
    public static void Forward(FeatureMap[] levels, PlacedRegion[] regions, int size, float* output, int* winners, bool channelsLast)
    {
        RegionKernels.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        Parallel.For(0, regions.Length, r =>
        {
            var map = levels[regions[r].Level];
            // The last cell belongs to the region.
            var (left, width) = CellBins.Span(regions[r].Box.X1, regions[r].Box.X2, map.Scale, inclusive: true);
            var (top, height) = CellBins.Span(regions[r].Box.Y1, regions[r].Box.Y2, map.Scale, inclusive: true);
            for (var bin = 0; bin < bins; bin++)
            {
                var rows = CellBins.Range(bin / size, size, top, height, map.Height);
                var columns = CellBins.Range(bin % size, size, left, width, map.Width);
                var first = (long)r * bins * channels + (channelsLast ? (long)bin * channels : bin);
                PoolBin(map, map.Image(regions[r].Image), rows, columns, output + first, winners + first, channelsLast ? 1 : bins);
            }
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells that won them.</summary>
    /// <param name="levels">Gradients of the feature maps, initialised by the caller.</param>
    /// <param name="regions">As in the forward pass.</param>
    /// <param name="size">S.</param>
    /// <param name="gradient">Of the output, in the same order.</param>
    /// <param name="winners">From the forward pass.</param>
    /// <param name="channelsLast">The order of both.</param>
    /// <remarks>Each thread owns a range of channels, so that sums need no locks and their order does not depend on the threads.</remarks>
    public static void Backward(FeatureMap[] levels, PlacedRegion[] regions, int size, float* gradient, int* winners, bool channelsLast)
    {
        RegionKernels.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        Parallel.For(0, channels, c =>
        {
            for (var r = 0; r < regions.Length; r++)
            {
                var target = levels[regions[r].Level].Image(regions[r].Image) + c;
                for (var bin = 0; bin < bins; bin++)
                {
                    var at = (long)r * bins * channels + (channelsLast ? (long)bin * channels + c : (long)c * bins + bin);
                    if (winners[at] >= 0) target[(long)winners[at] * channels] += gradient[at];
                }
            }
        });
    }

    private static void PoolBin(
        in FeatureMap map, float* source, (int Start, int End) rows, (int Start, int End) columns, float* output, int* winners, int stride)
    {
        var isEmpty = rows.End <= rows.Start || columns.End <= columns.Start;
        for (var c = 0; c < map.Channels; c++) (output[(long)c * stride], winners[(long)c * stride]) = (isEmpty ? 0 : float.MinValue, -1);
        for (var y = rows.Start; y < rows.End; y++)
        {
            for (var x = columns.Start; x < columns.End; x++)
            {
                var cell = y * map.Width + x;
                var values = source + (long)cell * map.Channels;
                for (var c = 0; c < map.Channels; c++)
                {
                    if (values[c] > output[(long)c * stride]) (output[(long)c * stride], winners[(long)c * stride]) = (values[c], cell);
                }
            }
        }
    }
}
