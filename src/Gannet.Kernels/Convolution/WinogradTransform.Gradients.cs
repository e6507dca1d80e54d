using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The transposes of the transforms, through which gradients flow back to the kernels.</summary>
internal static unsafe partial class WinogradTransform
{
    private const float ShareA = 1 / (2 * A2 * (A2 - B2)), ShareB = 1 / (2 * B2 * (B2 - A2)); // the interpolation's factors

    /// <summary>The transpose of <see cref="Interpolate"/>: spreads one vector of a tile's result gradients over the points, A·y·Aᵀ.</summary>
    /// <param name="cells">The channels of the 16 cells.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="output">Where the value at the first point goes.</param>
    /// <param name="stride">Distance from one point to the next.</param>
    /// <param name="rows">Room for 24 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ResultGradients<TLanes, TElement>(TElement** cells, int channel, float* output, long stride, float* rows)
        where TLanes : struct, IFloatLanes<TLanes> where TElement : unmanaged, IElement<TElement>
    {
        for (var x = 0; x < Results; x++)
        {
            Spread(At<TLanes, TElement>(cells, x, channel), At<TLanes, TElement>(cells, Results + x, channel), At<TLanes, TElement>(cells, 2 * Results + x, channel),
                At<TLanes, TElement>(cells, 3 * Results + x, channel), rows + x * TLanes.Count, Results * TLanes.Count);
        }

        for (var y = 0; y < Side; y++, output += Side * stride)
        {
            var row = rows + y * Results * TLanes.Count;
            Spread(Load<TLanes>(row, 0), Load<TLanes>(row, 1), Load<TLanes>(row, 2), Load<TLanes>(row, 3), output, stride);
        }
    }

    /// <summary>The transpose of <see cref="Kernels"/>: a vector of kernels' gradients from those of their values at the points, Gᵀ·m·G.</summary>
    /// <param name="products">The gradient at the first point.</param>
    /// <param name="stride">Distance from one point to the next.</param>
    /// <param name="output">The gradient of the kernels' first element.</param>
    /// <param name="apart">Distance from one element to the next.</param>
    /// <param name="rows">Room for 18 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void KernelGradients<TLanes>(float* products, long stride, float* output, long apart, float* rows) where TLanes : struct, IFloatLanes<TLanes>
    {
        for (var x = 0; x < Side; x++)
        {
            var column = products + x * stride;
            Quadratic(TLanes.Load(ref *column, 0), TLanes.Load(ref column[Side * stride], 0), TLanes.Load(ref column[2 * Side * stride], 0),
                TLanes.Load(ref column[3 * Side * stride], 0), TLanes.Load(ref column[4 * Side * stride], 0), TLanes.Load(ref column[5 * Side * stride], 0),
                rows + x * TLanes.Count, Side * TLanes.Count);
        }

        for (var y = 0; y < 3; y++, output += 3 * apart)
        {
            var row = rows + y * Side * TLanes.Count;
            Quadratic(Load<TLanes>(row, 0), Load<TLanes>(row, 1), Load<TLanes>(row, 2), Load<TLanes>(row, 3), Load<TLanes>(row, 4), Load<TLanes>(row, 5), output, apart);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Spread<TLanes>(TLanes y0, TLanes y1, TLanes y2, TLanes y3, float* output, long stride) where TLanes : struct, IFloatLanes<TLanes>
    {
        y0.Store(ref *output, 0);
        var (even, odd) = (TLanes.MultiplyAdd(y2, TLanes.Of(A2), y0), TLanes.Of(A) * TLanes.MultiplyAdd(y3, TLanes.Of(A2), y1));
        (even + odd).Store(ref output[stride], 0);
        (even - odd).Store(ref output[2 * stride], 0);
        (even, odd) = (TLanes.MultiplyAdd(y2, TLanes.Of(B2), y0), TLanes.Of(B) * TLanes.MultiplyAdd(y3, TLanes.Of(B2), y1));
        (even + odd).Store(ref output[3 * stride], 0);
        (even - odd).Store(ref output[4 * stride], 0);
        y3.Store(ref output[5 * stride], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quadratic<TLanes>(TLanes m0, TLanes m1, TLanes m2, TLanes m3, TLanes m4, TLanes m5, float* output, long stride)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        TLanes near = TLanes.Of(ShareA) * (m1 + m2), far = TLanes.Of(ShareB) * (m3 + m4);
        (m0 + near + far).Store(ref *output, 0);
        TLanes.MultiplyAdd(m1 - m2, TLanes.Of(ShareA * A), TLanes.Of(ShareB * B) * (m3 - m4)).Store(ref output[stride], 0);
        TLanes.MultiplyAdd(near, TLanes.Of(A2), TLanes.MultiplyAdd(far, TLanes.Of(B2), m5)).Store(ref output[2 * stride], 0);
    }
}
