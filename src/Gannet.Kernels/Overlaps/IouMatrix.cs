// Shapes: R row boxes, C column boxes.
using System.Runtime.CompilerServices;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Overlaps;

/// <summary>The overlaps of all pairs of boxes, each with the operations and order of <see cref="Iou.Of(Box, Box)"/>.</summary>
internal static class IouMatrix
{
    // Below this many pairs, starting threads costs more than it saves.
    private const long WorthThreads = 1 << 18;

    /// <summary>Fills <c>[R, C]</c>.</summary>
    public static unsafe void Compute(KernelPlan plan, ReadOnlySpan<Box> rows, ReadOnlySpan<Box> columns, Span<float> matrix)
    {
        if (matrix.IsEmpty) return;
        var rowBoxes = rows.ToArray();
        var width = columns.Length;
        fixed (Box* firstColumn = columns)
        fixed (float* firstValue = matrix)
        {
            // Lambdas cannot capture spans; boxes and matrix stay pinned until all threads are done.
            var (columnsAt, matrixAt) = ((nint)firstColumn, (nint)firstValue);
            plan.For(matrix.Length, WorthThreads).ForRanges(width, BoxColumns.BlockSize, (_, start, end) =>
            {
                var own = new ReadOnlySpan<Box>((Box*)columnsAt + start, end - start);
                // Starts at the range's first column in the first row.
                var values = (float*)matrixAt + start;
                switch (plan.VectorBits)
                {
                    case 512: Run<Lanes16>(rowBoxes, own, values, width); break;
                    case 256: Run<Lanes8>(rowBoxes, own, values, width); break;
                    case 128: Run<Lanes4>(rowBoxes, own, values, width); break;
                    default: Run<Lanes1>(rowBoxes, own, values, width); break;
                }
            });
        }
    }

    private static unsafe void Run<TLanes>(ReadOnlySpan<Box> rows, ReadOnlySpan<Box> columns, float* values, int width)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var block = new BoxColumns(stackalloc float[BoxColumns.Length]);
        Span<float> overlaps = stackalloc float[BoxColumns.BlockSize];
        for (var start = 0; start < columns.Length; start += BoxColumns.BlockSize)
        {
            var own = columns[start..Math.Min(columns.Length, start + BoxColumns.BlockSize)];
            block.Fill(own);
            for (var row = 0; row < rows.Length; row++)
            {
                Row<TLanes>(LaneBoxes<TLanes>.Repeat(rows[row]), block, own.Length, overlaps);
                overlaps[..own.Length].CopyTo(new Span<float>(values + (long)row * width + start, own.Length));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TLanes>(in LaneBoxes<TLanes> row, in BoxColumns block, int count, Span<float> overlaps)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var zero = TLanes.Of(0);
        for (var k = 0; k < count; k += TLanes.Count)
        {
            var column = LaneBoxes<TLanes>.Load(block, (nuint)k);
            var shared = LaneBoxes<TLanes>.Shared(row, column);
            var union = row.Area + column.Area - shared;
            TLanes.Select(TLanes.Greater(union, zero), shared / union, zero).Store(ref overlaps[0], (nuint)k);
        }
    }
}
