using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>Winograd's F(4×4, 3×3): 6×6 cells give 4×4 results of a 3×3 kernel with 36 products instead of 144.</summary>
/// <remarks>
/// Tile and kernel are evaluated as polynomials at 0, ±√½, ±√2 and ∞, multiplied point by point, and the product is interpolated. These
/// points lose fewer bits than the usual 0, ±1, ±2: all powers stay near 1.
/// </remarks>
internal static unsafe class WinogradTransform
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

    /// <summary>Evaluates a kernel at the points: G·g·Gᵀ.</summary>
    /// <param name="kernel"><c>[3, 3]</c>.</param>
    /// <param name="transformed"><c>[36]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Kernel(ReadOnlySpan<float> kernel, Span<float> transformed)
    {
        Span<double> rows = stackalloc double[3 * Side];
        for (var y = 0; y < 3; y++) Evaluate(kernel[y * 3], kernel[y * 3 + 1], kernel[y * 3 + 2], rows[(y * Side)..]);
        Span<double> column = stackalloc double[Side];
        for (var x = 0; x < Side; x++)
        {
            Evaluate(rows[x], rows[Side + x], rows[2 * Side + x], column);
            for (var y = 0; y < Side; y++) transformed[y * Side + x] = (float)column[y];
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

    // A quadratic at the six points; the factors of the interpolation are already applied here.
    private static void Evaluate(double g0, double g1, double g2, Span<double> values)
    {
        values[0] = g0;
        (values[1], values[2]) = AtBoth(g0, g1, g2, Math.Sqrt(0.5), 1 / (2 * 0.5 * (0.5 - 2)));
        (values[3], values[4]) = AtBoth(g0, g1, g2, Math.Sqrt(2), 1 / (2 * 2 * (2 - 0.5)));
        values[5] = g2;
    }

    private static (double Plus, double Minus) AtBoth(double g0, double g1, double g2, double point, double share)
    {
        var (even, odd) = (g0 + g2 * point * point, g1 * point);
        return (share * (even + odd), share * (even - odd));
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
