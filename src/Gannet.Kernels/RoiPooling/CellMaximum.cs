// Shapes: C channels.
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The forward kernel of one bin of RoI max pooling: for every channel the largest value of a rectangle, and where it is.</summary>
/// <remarks>Among equal values, the first in row order wins; NaN never wins.</remarks>
internal static unsafe class CellMaximum<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    /// <summary>Writes the largest values, or zeros for an empty rectangle.</summary>
    /// <param name="map">The first channel of the image's first cell.</param>
    /// <param name="cells">The rectangle.</param>
    /// <param name="output"><c>[C]</c>.</param>
    /// <param name="winners"><c>[C]</c>: the cells as row · W + column, −1 for an empty rectangle; null if not needed.</param>
    /// <param name="channels">C.</param>
    public static void Write(float* map, CellRectangle cells, float* output, int* winners, int channels)
    {
        if (cells.IsEmpty)
        {
            new Span<float>(output, channels).Clear();
            if (winners != null) new Span<int>(winners, channels).Fill(-1);
            return;
        }

        var c = 0;
        for (; c + 4 * TLanes.Count <= channels; c += 4 * TLanes.Count) WriteFour(map + c, cells, output, winners, c, channels);
        for (; c + TLanes.Count <= channels; c += TLanes.Count) WriteOne<TLanes>(map + c, cells, output, winners, c, channels);
        for (; c < channels; c++) WriteOne<Lanes1>(map + c, cells, output, winners, c, channels);
    }

    // Winners are held as the bits of floats, so that one mask selects both.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteOne<T>(float* map, CellRectangle cells, float* output, int* winners, int c, int channels)
        where T : struct, IFloatLanes<T>
    {
        var (best, winner) = (T.Of(float.MinValue), T.Of(BitConverter.Int32BitsToSingle(-1)));
        for (var row = cells.Top; row < cells.Bottom; row++)
        {
            var cell = row * cells.MapWidth + cells.Left;
            var source = map + (long)cell * channels;
            for (var column = cells.Left; column < cells.Right; column++, cell++, source += channels)
            {
                Challenge(T.Load(ref *source, 0), T.Of(BitConverter.Int32BitsToSingle(cell)), ref best, ref winner);
            }
        }

        best.Store(ref output[c], 0);
        if (winners != null) winner.Store(ref *(float*)(winners + c), 0);
    }

    // Four vectors at a time: a cell's bytes are read in long runs, and four chains of comparisons hide each other's latency.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteFour(float* map, CellRectangle cells, float* output, int* winners, int c, int channels)
    {
        var step = (nuint)TLanes.Count;
        TLanes best0 = TLanes.Of(float.MinValue), best1 = best0, best2 = best0, best3 = best0;
        TLanes winner0 = TLanes.Of(BitConverter.Int32BitsToSingle(-1)), winner1 = winner0, winner2 = winner0, winner3 = winner0;
        for (var row = cells.Top; row < cells.Bottom; row++)
        {
            var cell = row * cells.MapWidth + cells.Left;
            var source = map + (long)cell * channels;
            for (var column = cells.Left; column < cells.Right; column++, cell++, source += channels)
            {
                var place = TLanes.Of(BitConverter.Int32BitsToSingle(cell));
                Challenge(TLanes.Load(ref *source, 0), place, ref best0, ref winner0);
                Challenge(TLanes.Load(ref *source, step), place, ref best1, ref winner1);
                Challenge(TLanes.Load(ref *source, 2 * step), place, ref best2, ref winner2);
                Challenge(TLanes.Load(ref *source, 3 * step), place, ref best3, ref winner3);
            }
        }

        best0.Store(ref output[c], 0);
        best1.Store(ref output[c], step);
        best2.Store(ref output[c], 2 * step);
        best3.Store(ref output[c], 3 * step);
        if (winners == null) return;
        ref var first = ref *(float*)(winners + c);
        winner0.Store(ref first, 0);
        winner1.Store(ref first, step);
        winner2.Store(ref first, 2 * step);
        winner3.Store(ref first, 3 * step);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Challenge<T>(T value, T place, ref T best, ref T winner) where T : struct, IFloatLanes<T>
    {
        var better = T.Greater(value, best);
        best = T.Select(better, value, best);
        winner = T.Select(better, place, winner);
    }
}
