// Shapes: L levels, N images, C channels, R regions, S bins per side, I and J cells per bin along rows and columns.
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.RoiPooling;

/// <summary>RoIAlign composed of tensor operations, for devices without our kernels; differentiable by libtorch itself.</summary>
/// <remarks>
/// Agrees with the kernels to 1e-5. Sampling is separable: the cells of a region are gathered, then summed along rows, then along
/// columns. On a CUDA device gradients are added in no fixed order, as in libtorch's own operators.
/// </remarks>
internal static unsafe class ComposedRoiAlign
{
    // Limits the gathered cells to 256 MiB. They are not kept for the backward pass, which needs only the weights.
    private const long ValuesPerChunk = 1L << 26;

    /// <summary>Pools <paramref name="regions"/> from <paramref name="levels"/>, each <c>[N, C, H, W]</c>, to <c>[R, C, S, S]</c>.</summary>
    public static Tensor Apply(
        Tensor[] levels, float[] scales, PlacedRegion[] regions, RoiAlignOptions options, MemoryFormat format, long valuesPerChunk = ValuesPerChunk)
    {
        using var scope = TensorScope.Enter();
        var maps = levels.Select((level, k) => new FeatureMap(null, (int)level.Shape[2], (int)level.Shape[3], (int)level.Shape[1], scales[k])).ToArray();
        var (rows, columns) = RoiAlign.Taps(maps, regions, options);
        var cells = Cells(levels);
        var (rowStarts, size) = (RowStarts(levels, regions, rows, options.Size), options.Size);
        var perRegion = (long)size * rows.Count * size * columns.Count * maps[0].Channels;
        var step = (int)Math.Clamp(valuesPerChunk / perRegion, 1, Math.Max(regions.Length, 1));
        List<Tensor> pooled = [];
        for (var start = 0; start < regions.Length || start == 0; start += step)
        {
            var chunk = TapChunk.Of(rowStarts, rows, columns, size, start, Math.Min(step, regions.Length - start), cells.Device);
            pooled.Add(Pool(cells, chunk, size));
        }

        return scope.Keep(Tensor.Cat([.. pooled], 0).Permute([0, 3, 1, 2]).Contiguous(format));
    }

    // All cells of all levels and images stacked, [ΣN·H·W, C]; a single channels-last level is not copied.
    private static Tensor Cells(Tensor[] levels)
    {
        var flat = levels.Select(static level => level.Permute([0, 2, 3, 1]).Reshape([-1, level.Shape[1]])).ToArray();
        return (flat.Length == 1 ? flat[0] : Tensor.Cat(flat, 0)).To(ElementType.Float);
    }

    // For each map row that a bin reads, the index of its first cell in that stack.
    private static long[] RowStarts(Tensor[] levels, PlacedRegion[] regions, RegionTaps rows, int size)
    {
        var firstOfLevel = new long[levels.Length];
        for (var k = 1; k < levels.Length; k++) firstOfLevel[k] = firstOfLevel[k - 1] + levels[k - 1].Count / levels[k - 1].Shape[1];
        var starts = new long[rows.Cells.Length];
        for (var k = 0; k < starts.Length; k++)
        {
            var region = regions[k / (size * rows.Count)];
            var shape = levels[region.Level].Shape;
            starts[k] = firstOfLevel[region.Level] + (region.Image * shape[2] + rows.Cells[k]) * shape[3];
        }

        return starts;
    }

    // [r, S, S, C]: both sums as products of small matrices, which avoids a weighted copy of the cells.
    private static Tensor Pool(Tensor cells, TapChunk chunk, int size)
    {
        using var scope = TensorScope.Enter();
        var (count, channels) = (chunk.Regions, cells.Shape[1]);
        var (across, along) = (chunk.RowWeights.Shape[^1], chunk.ColumnWeights.Shape[^1]);
        var index = (chunk.RowStarts.Unsqueeze(2) + chunk.Columns.Unsqueeze(1)).Reshape([-1]);
        var gathered = cells.IndexSelect(0, index).Reshape([count * size, across, size * along * channels]);
        var byRow = chunk.RowWeights.Reshape([count * size, 1, across]).Bmm(gathered).Reshape([count * size * size, along, channels]);
        var weights = chunk.ColumnWeights.Unsqueeze(1).Expand([count, size, size, along]).Reshape([count * size * size, 1, along]);
        return scope.Keep(weights.Bmm(byRow).Reshape([count, size, size, channels]));
    }
}
