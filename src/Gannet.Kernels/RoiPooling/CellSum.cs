// Shapes: K cells, C channels.
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The forward kernel of one bin: a weighted sum of cells, the same for every channel.</summary>
/// <remarks>Each channel is summed in cell order and nothing is fused: bits are equal at every vector width.</remarks>
internal static unsafe class CellSum<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    /// <summary>Writes <c>output[c] = Σ weights[k] · map[offsets[k] + c]</c>.</summary>
    /// <param name="map">The first channel of the image's first cell.</param>
    /// <param name="offsets"><c>[K]</c>, in floats.</param>
    /// <param name="weights"><c>[K]</c>.</param>
    /// <param name="count">K.</param>
    /// <param name="output"><c>[C]</c>.</param>
    /// <param name="channels">C.</param>
    public static void Write(float* map, long* offsets, float* weights, int count, float* output, int channels)
    {
        var c = 0;
        for (; c + 8 * TLanes.Count <= channels; c += 8 * TLanes.Count) WriteEight(map + c, offsets, weights, count, output + c);
        for (; c + TLanes.Count <= channels; c += TLanes.Count) WriteOne<TLanes>(map + c, offsets, weights, count, output + c);
        for (; c < channels; c++) WriteOne<Lanes1>(map + c, offsets, weights, count, output + c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteOne<T>(float* map, long* offsets, float* weights, int count, float* output) where T : struct, IFloatLanes<T>
    {
        var sum = T.Of(0);
        for (var k = 0; k < count; k++) sum += T.Load(ref map[offsets[k]], 0) * T.Of(weights[k]);
        sum.Store(ref *output, 0);
    }

    // Eight sums stay in registers during the loop over the cells: with fewer, additions would wait for each other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteEight(float* map, long* offsets, float* weights, int count, float* output)
    {
        var step = (nuint)TLanes.Count;
        TLanes sum0 = TLanes.Of(0), sum1 = sum0, sum2 = sum0, sum3 = sum0, sum4 = sum0, sum5 = sum0, sum6 = sum0, sum7 = sum0;
        for (var k = 0; k < count; k++)
        {
            ref var cell = ref map[offsets[k]];
            var weight = TLanes.Of(weights[k]);
            sum0 += TLanes.Load(ref cell, 0) * weight;
            sum1 += TLanes.Load(ref cell, step) * weight;
            sum2 += TLanes.Load(ref cell, 2 * step) * weight;
            sum3 += TLanes.Load(ref cell, 3 * step) * weight;
            sum4 += TLanes.Load(ref cell, 4 * step) * weight;
            sum5 += TLanes.Load(ref cell, 5 * step) * weight;
            sum6 += TLanes.Load(ref cell, 6 * step) * weight;
            sum7 += TLanes.Load(ref cell, 7 * step) * weight;
        }

        sum0.Store(ref *output, 0);
        sum1.Store(ref *output, step);
        sum2.Store(ref *output, 2 * step);
        sum3.Store(ref *output, 3 * step);
        sum4.Store(ref *output, 4 * step);
        sum5.Store(ref *output, 5 * step);
        sum6.Store(ref *output, 6 * step);
        sum7.Store(ref *output, 7 * step);
    }
}
