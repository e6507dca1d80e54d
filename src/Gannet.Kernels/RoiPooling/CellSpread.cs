// Shapes: K cells, C channels.
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>The backward kernel of one bin: adds its weighted gradient to the cells it was summed from.</summary>
/// <remarks>One addition per cell and channel, and nothing is fused: bits are equal at every vector width.</remarks>
internal static unsafe class CellSpread<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    /// <summary>Adds <c>weights[k] · gradient[c]</c> to <c>map[offsets[k] + c]</c>.</summary>
    /// <param name="map">The first channel of the image's first cell.</param>
    /// <param name="offsets"><c>[K]</c>, in floats; no two equal.</param>
    /// <param name="weights"><c>[K]</c>.</param>
    /// <param name="count">K.</param>
    /// <param name="gradient"><c>[C]</c>.</param>
    /// <param name="channels">C.</param>
    public static void Add(float* map, long* offsets, float* weights, int count, float* gradient, int channels)
    {
        var c = 0;
        for (; c + 4 * TLanes.Count <= channels; c += 4 * TLanes.Count) AddFour(map + c, offsets, weights, count, gradient + c);
        for (; c + TLanes.Count <= channels; c += TLanes.Count) AddOne<TLanes>(map + c, offsets, weights, count, gradient + c);
        for (; c < channels; c++) AddOne<Lanes1>(map + c, offsets, weights, count, gradient + c);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOne<T>(float* map, long* offsets, float* weights, int count, float* gradient) where T : struct, IFloatLanes<T>
    {
        var value = T.Load(ref *gradient, 0);
        for (var k = 0; k < count; k++)
        {
            ref var cell = ref map[offsets[k]];
            (T.Load(ref cell, 0) + value * T.Of(weights[k])).Store(ref cell, 0);
        }
    }

    // Four gradients stay in registers during the loop over the cells; every cell is loaded and stored once for each.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddFour(float* map, long* offsets, float* weights, int count, float* gradient)
    {
        var step = (nuint)TLanes.Count;
        var (value0, value1) = (TLanes.Load(ref *gradient, 0), TLanes.Load(ref *gradient, step));
        var (value2, value3) = (TLanes.Load(ref *gradient, 2 * step), TLanes.Load(ref *gradient, 3 * step));
        for (var k = 0; k < count; k++)
        {
            ref var cell = ref map[offsets[k]];
            var weight = TLanes.Of(weights[k]);
            (TLanes.Load(ref cell, 0) + value0 * weight).Store(ref cell, 0);
            (TLanes.Load(ref cell, step) + value1 * weight).Store(ref cell, step);
            (TLanes.Load(ref cell, 2 * step) + value2 * weight).Store(ref cell, 2 * step);
            (TLanes.Load(ref cell, 3 * step) + value3 * weight).Store(ref cell, 3 * step);
        }
    }
}
