using System.Runtime.CompilerServices;

namespace Gannet.Kernels.Simd;

/// <summary>The exponential function of vectors, accurate to two units in the last place and the same at every width.</summary>
internal static class Exponential
{
    // Between these the result is a normal number; inputs beyond them are clamped.
    private const float Least = -87, Greatest = 88;

    private const float PerLog2 = 1.44269504f;

    // ln 2 in two parts. The first has nine significant bits, so its product with a seven-bit whole number is exact without fusing.
    private const float Log2High = 0.693359375f, Log2Low = -2.12194440e-4f;

    /// <summary>e to the power of each lane; NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Of<TLanes>(TLanes x) where TLanes : struct, IFloatLanes<TLanes>
    {
        // x = n·ln 2 + r with |r| ≤ ½·ln 2, so that e^x = 2^n · e^r.
        var bounded = TLanes.Max(TLanes.Min(x, TLanes.Of(Greatest)), TLanes.Of(Least));
        var n = TLanes.Round(bounded * TLanes.Of(PerLog2));
        var r = bounded - n * TLanes.Of(Log2High) - n * TLanes.Of(Log2Low);

        // The power series up to the seventh power: the remainder is below 2^-27.
        var sum = TLanes.Of(1f / 5040) * r + TLanes.Of(1f / 720);
        sum = sum * r + TLanes.Of(1f / 120);
        sum = sum * r + TLanes.Of(1f / 24);
        sum = sum * r + TLanes.Of(1f / 6);
        sum = sum * r + TLanes.Of(.5f);
        sum = sum * r * r + r + TLanes.Of(1);
        return TLanes.Select(TLanes.GreaterOrEqual(x, x), sum * TLanes.PowerOfTwo(n), x);
    }
}
