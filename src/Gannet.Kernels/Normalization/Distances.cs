using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>The distance from a channel's origin, and its square.</summary>
internal readonly unsafe struct Distances(float* x, float* origin) : IRowTerms
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddTo<TLanes>(long at, int column, int width, int count, ref TLanes first, ref TLanes second) where TLanes : struct, IFloatLanes<TLanes>
    {
        var from = x + at;
        TLanes zero = TLanes.Load(ref origin[column], 0), sum = first, squares = second;
        var k = 0;
        // Adds four as a tree, so that the additions do not wait for each other.
        for (; k + 4 <= count; k += 4, from += 4 * width)
        {
            TLanes d0 = TLanes.Load(ref *from, 0) - zero, d1 = TLanes.Load(ref from[width], 0) - zero;
            TLanes d2 = TLanes.Load(ref from[2 * width], 0) - zero, d3 = TLanes.Load(ref from[3 * width], 0) - zero;
            sum += (d0 + d1) + (d2 + d3);
            squares += (d0 * d0 + d1 * d1) + (d2 * d2 + d3 * d3);
        }

        for (; k < count; k++, from += width)
        {
            var distance = TLanes.Load(ref *from, 0) - zero;
            sum += distance;
            squares += distance * distance;
        }

        (first, second) = (sum, squares);
    }
}
