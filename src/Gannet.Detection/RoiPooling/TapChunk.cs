// Shapes: r regions of a chunk, S bins per side, I and J cells per bin along rows and columns.
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.RoiPooling;

/// <summary>The cells and weights of some regions, as tensors on the features' device.</summary>
/// <param name="Regions">Number of regions, r.</param>
/// <param name="RowStarts"><c>[r, S·I]</c> int64: the index of the first cell of each row that is read.</param>
/// <param name="Columns"><c>[r, S·J]</c> int64: the columns that are read.</param>
/// <param name="RowWeights"><c>[r, S, I]</c>.</param>
/// <param name="ColumnWeights"><c>[r, S, J]</c>.</param>
internal sealed record TapChunk(int Regions, Tensor RowStarts, Tensor Columns, Tensor RowWeights, Tensor ColumnWeights)
{
    /// <summary>The chunk of regions from <paramref name="first"/> on.</summary>
    public static TapChunk Of(long[] rowStarts, RegionTaps rows, RegionTaps columns, int size, int first, int count, Device device)
    {
        var (rowTaps, columnTaps) = (size * rows.Count, size * columns.Count);
        var columnCells = Array.ConvertAll(columns.Cells[(first * columnTaps)..((first + count) * columnTaps)], static cell => (long)cell);
        return new(count,
            Tensor.From<long>(rowStarts.AsSpan(first * rowTaps, count * rowTaps), count, rowTaps).To(device, ElementType.Int64),
            Tensor.From<long>(columnCells, count, columnTaps).To(device, ElementType.Int64),
            Tensor.From<float>(rows.Weights.AsSpan(first * rowTaps, count * rowTaps), count, size, rows.Count).To(device, ElementType.Float),
            Tensor.From<float>(columns.Weights.AsSpan(first * columnTaps, count * columnTaps), count, size, columns.Count).To(device, ElementType.Float));
    }
}
