using Gannet.Kernels.RoiPooling;
using Gannet.Kernels.Simd;

namespace Gannet.Runtime.Tensors;

/// <summary>Puts the channels of maps last or back in front.</summary>
internal static unsafe class LayoutConversion
{
    // Cells of one thread's part: their values in a few hundred channels fit in the second-level cache.
    private const int CellsOfBlock = 64, FewChannels = 16, CellsOfFewChannels = 2048;

    private const long WorthThreads = 1 << 16;

    /// <summary>The same values in another layout; the caller owns the result.</summary>
    public static Tensor Convert(Tensor map, MapLayout layout, BufferPool pool)
    {
        if (map.Shape is not [var images, var channels, var height, var width])
            throw new InvalidDataException($"a map has four axes, unlike {map}");
        // In both orders the elements are the same.
        if (channels == 1 || height * width == 1 || map.IsUniform) return map.View(map.Shape, layout);
        var result = Tensor.Rent(pool, map.Type, map.Shape, layout);
        var (rows, columns) = layout == MapLayout.ChannelsLast ? (channels, height * width) : (height * width, channels);
        switch (map.Type.Size())
        {
            case sizeof(float):
                Transpose(map.Address<float>(), result.Address<float>(), images, rows, columns, layout == MapLayout.ChannelsLast);
                break;
            case sizeof(long):
                TransposeSingly<long>(map, result, images, rows, columns);
                break;
            default:
                TransposeSingly<byte>(map, result, images, rows, columns);
                break;
        }

        GC.KeepAlive(map);
        return result;
    }

    // [rows, columns] → [columns, rows] for each image, in blocks of cells.
    private static void Transpose(float* source, float* target, int images, int rows, int columns, bool isCellsInColumns)
    {
        var plane = (long)rows * columns;
        var cells = isCellsInColumns ? columns : rows;
        var most = Math.Min(rows, columns) < FewChannels ? CellsOfFewChannels : CellsOfBlock;
        var blocks = (cells + most - 1) / most;
        KernelPlan.Best.For(images * plane, WorthThreads).ForEach(images * blocks, k =>
        {
            var (image, block) = Math.DivRem(k, blocks);
            var (first, count) = (block * most, Math.Min(most, cells - block * most));
            var from = source + image * plane;
            var to = target + image * plane;
            if (isCellsInColumns) Transposition.Write(from + first, columns, rows, count, to + (long)first * rows, rows);
            else Transposition.Write(from + (long)first * columns, columns, count, columns, to + first, rows);
        });
    }

    private static void TransposeSingly<T>(Tensor map, Tensor result, int images, int rows, int columns) where T : unmanaged
    {
        var source = map.Elements<T>();
        var target = result.Elements<T>();
        for (var image = 0; image < images; image++)
        {
            var first = image * rows * columns;
            for (var r = 0; r < rows; r++)
            {
                for (var c = 0; c < columns; c++) target[first + c * rows + r] = source[first + r * columns + c];
            }
        }
    }
}
