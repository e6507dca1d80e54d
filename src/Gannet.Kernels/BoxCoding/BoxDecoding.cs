// Shapes: R boxes.
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.BoxCoding;

/// <summary>Decodes many boxes with vectors, in the order of operations of <see cref="BoxCoder.Decode(Box, BoxDeltas)"/>.</summary>
internal static class BoxDecoding
{
    // Below this many boxes, starting threads costs more than it saves.
    private const long WorthThreads = 1 << 14;

    // Boxes whose columns (references, deltas and results) stay in the L1 cache.
    private const int BlockSize = 256;

    /// <summary>Fills <paramref name="boxes"/>.</summary>
    public static unsafe void Run(
        KernelPlan plan, BoxCoder coder, ReadOnlySpan<Box> references, ReadOnlySpan<BoxDeltas> offsets, Span<Box> boxes, Box window)
    {
        fixed (Box* firstReference = references, firstBox = boxes)
        fixed (BoxDeltas* firstOffsets = offsets)
        {
            // Lambdas cannot capture spans; the memory stays pinned until all threads are done.
            var (referencesAt, offsetsAt, boxesAt) = ((nint)firstReference, (nint)firstOffsets, (nint)firstBox);
            plan.For(boxes.Length, WorthThreads).ForRanges(boxes.Length, BlockSize, (_, start, end) =>
            {
                var from = new ReadOnlySpan<float>((Box*)referencesAt + start, (end - start) * 4);
                var by = new ReadOnlySpan<float>((BoxDeltas*)offsetsAt + start, (end - start) * 4);
                var to = new Span<float>((Box*)boxesAt + start, (end - start) * 4);
                switch (plan.VectorBits)
                {
                    case 512: Run<Lanes16>(coder, from, by, to, window); break;
                    case 256: Run<Lanes8>(coder, from, by, to, window); break;
                    case 128: Run<Lanes4>(coder, from, by, to, window); break;
                    default: Run<Lanes1>(coder, from, by, to, window); break;
                }
            });
        }
    }

    private static void Run<TLanes>(BoxCoder coder, ReadOnlySpan<float> references, ReadOnlySpan<float> offsets, Span<float> boxes, Box window)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        Span<float> memory = stackalloc float[8 * BlockSize];
        memory.Clear(); // the lanes past the last box are computed, too
        Span<float> x1 = memory[..BlockSize], y1 = memory.Slice(BlockSize, BlockSize);
        Span<float> x2 = memory.Slice(2 * BlockSize, BlockSize), y2 = memory.Slice(3 * BlockSize, BlockSize);
        Span<float> dx = memory.Slice(4 * BlockSize, BlockSize), dy = memory.Slice(5 * BlockSize, BlockSize);
        Span<float> dw = memory.Slice(6 * BlockSize, BlockSize), dh = memory.Slice(7 * BlockSize, BlockSize);
        for (var start = 0; start < boxes.Length; start += 4 * BlockSize)
        {
            var length = Math.Min(4 * BlockSize, boxes.Length - start);
            RowsOfFour.Split(references.Slice(start, length), x1, y1, x2, y2);
            RowsOfFour.Split(offsets.Slice(start, length), dx, dy, dw, dh);
            // The computation is the same for both axes.
            Decode<TLanes>(x1, x2, dx, dw, length / 4, coder.X, coder.W, window.X1, window.X2);
            Decode<TLanes>(y1, y2, dy, dh, length / 4, coder.Y, coder.H, window.Y1, window.Y2);
            RowsOfFour.Join(x1, y1, x2, y2, boxes.Slice(start, length));
        }
    }

    private static void Decode<TLanes>(
        Span<float> low, Span<float> high, ReadOnlySpan<float> shift, ReadOnlySpan<float> growth, int count, float shiftWeight, float growthWeight,
        float least, float greatest)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var (half, shiftBy, growBy, bound) = (TLanes.Of(.5f), TLanes.Of(shiftWeight), TLanes.Of(growthWeight), TLanes.Of(BoxCoder.MaxLogScale));
        var (start, end) = (TLanes.Of(least), TLanes.Of(greatest));
        for (nuint k = 0; k < (nuint)count; k += (nuint)TLanes.Count)
        {
            var first = TLanes.Load(in low[0], k);
            var size = TLanes.Load(in high[0], k) - first;
            var centre = TLanes.Load(in shift[0], k) / shiftBy * size + (first + half * size);
            var scale = TLanes.Load(in growth[0], k) / growBy;
            scale = TLanes.Select(TLanes.Greater(scale, bound), bound, scale); // NaN stays NaN
            var reach = half * (Exponential.Of(scale) * size);
            Clip(centre - reach, start, end).Store(ref low[0], k);
            Clip(centre + reach, start, end).Store(ref high[0], k);
        }
    }

    // Uses comparisons because the minimum of NaN and a number may be either, and NaN must stay.
    private static TLanes Clip<TLanes>(TLanes value, TLanes least, TLanes greatest) where TLanes : struct, IFloatLanes<TLanes>
    {
        value = TLanes.Select(TLanes.Greater(least, value), least, value);
        return TLanes.Select(TLanes.Greater(value, greatest), greatest, value);
    }
}
