using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Winograd's F(4×4, 3×3): 6×6 cells give 4×4 results of a 3×3 kernel with 36 products instead of 144.</summary>
/// <remarks>
/// Tile and kernel are evaluated as polynomials at 0, ±√½, ±√2 and ∞, multiplied point by point, and the product is interpolated. These
/// points lose fewer bits than the usual 0, ±1, ±2: all powers stay near 1.
/// </remarks>
internal static unsafe partial class WinogradTransform
{
    /// <summary>Cells along each side of a tile's input.</summary>
    public const int Side = 6;

    /// <summary>Results along each side of a tile.</summary>
    public const int Results = 4;

    /// <summary>Products per tile and pair of channels.</summary>
    public const int Points = Side * Side;

    private const float A = 0.70710678f, B = 1.41421356f;        // the points
    private const float A2 = 0.5f, B2 = 2f, Sum2 = A2 + B2;      // A²·B² = 1
    private const float A3 = A * A2, B3 = B * B2;

    /// <summary>Kernels that are evaluated together.</summary>
    public const int KernelsAtOnce = 8;

    /// <summary>Evaluates kernels at the points: G·g·Gᵀ.</summary>
    /// <param name="kernels">The first element of the first kernel.</param>
    /// <param name="layout">Where the others are; the kernels belong to neighbouring outputs.</param>
    /// <param name="count">Number of kernels, 1 to 8; results beyond them mean nothing.</param>
    /// <param name="transformed"><c>[36, 8]</c>.</param>
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernels(float* kernels, KernelLayout layout, int count, float* transformed)
    {
        var rows = stackalloc double[3 * Side * KernelsAtOnce];
        var (apart, column1) = (layout.Output, layout.Column);
        for (var y = 0; y < 3; y++)
        {
            var row = kernels + y * layout.Row;
            Evaluate(Gather(row, apart, count), Gather(row + column1, apart, count), Gather(row + 2 * column1, apart, count), rows + y * Side * KernelsAtOnce);
        }

        var column = stackalloc double[Side * KernelsAtOnce];
        for (var x = 0; x < Side; x++)
        {
            var row = rows + x * KernelsAtOnce;
            Evaluate(Vector512.Load(row), Vector512.Load(row + Side * KernelsAtOnce), Vector512.Load(row + 2 * Side * KernelsAtOnce), column);
            for (var y = 0; y < Side; y++)
            {
                var values = column + y * KernelsAtOnce;
                Vector256.Narrow(Vector256.Load(values), Vector256.Load(values + KernelsAtOnce / 2)).Store(transformed + (y * Side + x) * KernelsAtOnce);
            }
        }
    }

    /// <summary>Evaluates one vector of a tile's channels at the points: Bᵀ·d·B.</summary>
    /// <param name="cells">The channels of the 36 cells.</param>
    /// <param name="channel">The first channel.</param>
    /// <param name="output">Where the value at the first point goes.</param>
    /// <param name="stride">Distance from one point to the next.</param>
    /// <param name="rows">Room for 36 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile<TLanes, TElement>(TElement** cells, int channel, float* output, long stride, float* rows)
        where TLanes : struct, IFloatLanes<TLanes> where TElement : unmanaged, IElement<TElement>
    {
        for (var x = 0; x < Side; x++)
        {
            Points6(At<TLanes, TElement>(cells, x, channel), At<TLanes, TElement>(cells, Side + x, channel), At<TLanes, TElement>(cells, 2 * Side + x, channel),
                At<TLanes, TElement>(cells, 3 * Side + x, channel), At<TLanes, TElement>(cells, 4 * Side + x, channel), At<TLanes, TElement>(cells, 5 * Side + x, channel),
                rows + x * TLanes.Count, Side * TLanes.Count);
        }

        for (var y = 0; y < Side; y++, output += Side * stride)
        {
            var row = rows + y * Side * TLanes.Count;
            Points6(Load<TLanes>(row, 0), Load<TLanes>(row, 1), Load<TLanes>(row, 2), Load<TLanes>(row, 3), Load<TLanes>(row, 4), Load<TLanes>(row, 5),
                output, stride);
        }
    }

    /// <summary>Computes one vector of a tile's output channels from its 36 products: Aᵀ·m·A.</summary>
    /// <param name="products">The product at the first point.</param>
    /// <param name="stride">Distance from one point to the next.</param>
    /// <param name="results"><c>[4, 4, lanes]</c>.</param>
    /// <param name="rows">Room for 24 vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interpolate<TLanes>(float* products, long stride, float* results, float* rows) where TLanes : struct, IFloatLanes<TLanes>
    {
        for (var x = 0; x < Side; x++)
        {
            var column = products + x * stride;
            Results4(TLanes.Load(ref *column, 0), TLanes.Load(ref column[Side * stride], 0), TLanes.Load(ref column[2 * Side * stride], 0),
                TLanes.Load(ref column[3 * Side * stride], 0), TLanes.Load(ref column[4 * Side * stride], 0), TLanes.Load(ref column[5 * Side * stride], 0),
                rows + x * TLanes.Count, Side * TLanes.Count);
        }

        for (var y = 0; y < Results; y++)
        {
            var row = rows + y * Side * TLanes.Count;
            Results4(Load<TLanes>(row, 0), Load<TLanes>(row, 1), Load<TLanes>(row, 2), Load<TLanes>(row, 3), Load<TLanes>(row, 4), Load<TLanes>(row, 5),
                results + y * Results * TLanes.Count, TLanes.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Gather(float* values, long apart, int count) => count == KernelsAtOnce
        ? Vector512.Create(values[0], values[apart], values[2 * apart], values[3 * apart], values[4 * apart], values[5 * apart], values[6 * apart], (double)values[7 * apart])
        : GatherSome(values, apart, count);

    private static Vector512<double> GatherSome(float* values, long apart, int count)
    {
        var all = Vector512<double>.Zero;
        for (var k = 0; k < count; k++) all = all.WithElement(k, values[k * apart]);
        return all;
    }

    // A quadratic at the six points; the factors of the interpolation are already applied here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Evaluate(Vector512<double> g0, Vector512<double> g1, Vector512<double> g2, double* values)
    {
        g0.Store(values);
        AtBoth(g0, g1, g2, Math.Sqrt(0.5), 1 / (2 * 0.5 * (0.5 - 2)), values + KernelsAtOnce);
        AtBoth(g0, g1, g2, Math.Sqrt(2), 1 / (2 * 2 * (2 - 0.5)), values + 3 * KernelsAtOnce);
        g2.Store(values + 5 * KernelsAtOnce);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AtBoth(Vector512<double> g0, Vector512<double> g1, Vector512<double> g2, double point, double share, double* values)
    {
        var (even, odd) = (g0 + g2 * point * point, g1 * point);
        (share * (even + odd)).Store(values);
        (share * (even - odd)).Store(values + KernelsAtOnce);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Points6<TLanes>(TLanes d0, TLanes d1, TLanes d2, TLanes d3, TLanes d4, TLanes d5, float* output, long stride)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var (a, b, a2, b2, sum) = (TLanes.Of(A), TLanes.Of(B), TLanes.Of(-A2), TLanes.Of(-B2), TLanes.Of(-Sum2));
        TLanes.MultiplyAdd(d2, sum, d0 + d4).Store(ref *output, 0);
        var (even, odd) = (TLanes.MultiplyAdd(d2, b2, d4), a * TLanes.MultiplyAdd(d1, b2, d3));
        (even + odd).Store(ref output[stride], 0);
        (even - odd).Store(ref output[2 * stride], 0);
        (even, odd) = (TLanes.MultiplyAdd(d2, a2, d4), b * TLanes.MultiplyAdd(d1, a2, d3));
        (even + odd).Store(ref output[3 * stride], 0);
        (even - odd).Store(ref output[4 * stride], 0);
        TLanes.MultiplyAdd(d3, sum, d1 + d5).Store(ref output[5 * stride], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Results4<TLanes>(TLanes m0, TLanes m1, TLanes m2, TLanes m3, TLanes m4, TLanes m5, float* output, int stride)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        TLanes p = m1 + m2, q = m1 - m2, r = m3 + m4, s = m3 - m4;
        (m0 + p + r).Store(ref *output, 0);
        TLanes.MultiplyAdd(q, TLanes.Of(A), s * TLanes.Of(B)).Store(ref output[stride], 0);
        TLanes.MultiplyAdd(p, TLanes.Of(A2), r * TLanes.Of(B2)).Store(ref output[2 * stride], 0);
        TLanes.MultiplyAdd(q, TLanes.Of(A3), TLanes.MultiplyAdd(s, TLanes.Of(B3), m5)).Store(ref output[3 * stride], 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes At<TLanes, TElement>(TElement** cells, int cell, int channel)
        where TLanes : struct, IFloatLanes<TLanes> where TElement : unmanaged, IElement<TElement> => TElement.Load<TLanes>(ref cells[cell][channel]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes>(float* row, int vector) where TLanes : struct, IFloatLanes<TLanes> => TLanes.Load(ref row[vector * TLanes.Count], 0);
}
