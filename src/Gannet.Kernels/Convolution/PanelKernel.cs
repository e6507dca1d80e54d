using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The innermost product: six rows times a panel up to four vectors wide, with all sums in registers.</summary>
/// <remarks>
/// With 32 registers, six rows by four vectors leave room for one row of the panel and one broadcast; with 16, six by two do. The
/// conditions on <c>TColumns</c> are constants when a width is compiled, so a narrower panel does no extra work.
/// </remarks>
internal static unsafe class PanelKernel<TLanes, TColumns>
    where TLanes : struct, IFloatLanes<TLanes> where TColumns : struct, IColumns
{
    public const int Rows = 6;

    /// <summary>Adds Σ rows[t][r][k] · panel[t·depth + k] to <paramref name="tile"/>, or overwrites it.</summary>
    /// <param name="rows">For each tap, pointers to the six rows' first elements.</param>
    /// <param name="stride">Number of pointers from one tap's rows to the next tap's.</param>
    /// <param name="offset">Where to begin in each run.</param>
    /// <param name="taps">Runs per row.</param>
    /// <param name="depth">Elements per run.</param>
    /// <param name="panel"><c>[taps · depth, columns]</c>.</param>
    /// <param name="tile"><c>[6, columns]</c>.</param>
    /// <param name="adds">Whether to add to the sums in the tile.</param>
    /// <param name="ahead">Memory to fetch meanwhile: one line of the cache for each element of a row.</param>
    /// <param name="step">Distance from one element of a row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // at once: the first image should not wait for a recompilation
    public static void Multiply(float** rows, int stride, int offset, int taps, int depth, float* panel, float* tile, bool adds, float* ahead, nint step)
    {
        TLanes c00 = default, c01 = default, c02 = default, c03 = default, c10 = default, c11 = default, c12 = default, c13 = default;
        TLanes c20 = default, c21 = default, c22 = default, c23 = default, c30 = default, c31 = default, c32 = default, c33 = default;
        TLanes c40 = default, c41 = default, c42 = default, c43 = default, c50 = default, c51 = default, c52 = default, c53 = default;
        TLanes b1 = default, b2 = default, b3 = default;
        for (var tap = 0; tap < taps; tap++, rows += stride)
        {
            float* r0 = rows[0] + offset, r1 = rows[1] + offset, r2 = rows[2] + offset, r3 = rows[3] + offset, r4 = rows[4] + offset, r5 = rows[5] + offset;
            for (nint k = 0, end = depth * step; k < end; k += step, panel += TColumns.Count * TLanes.Count, ahead += AlignedBuffer.FloatsOfLine)
            {
                if (Sse.IsSupported) Sse.Prefetch1(ahead);
                var b0 = TLanes.Load(ref *panel, 0);
                if (TColumns.Count > 1) b1 = TLanes.Load(ref *panel, (nuint)(TLanes.Count));
                if (TColumns.Count > 2) b2 = TLanes.Load(ref *panel, (nuint)(2 * TLanes.Count));
                if (TColumns.Count > 3) b3 = TLanes.Load(ref *panel, (nuint)(3 * TLanes.Count));

                var a = TLanes.Of(r0[k]);
                c00 = TLanes.MultiplyAdd(a, b0, c00);
                if (TColumns.Count > 1) c01 = TLanes.MultiplyAdd(a, b1, c01);
                if (TColumns.Count > 2) c02 = TLanes.MultiplyAdd(a, b2, c02);
                if (TColumns.Count > 3) c03 = TLanes.MultiplyAdd(a, b3, c03);

                a = TLanes.Of(r1[k]);
                c10 = TLanes.MultiplyAdd(a, b0, c10);
                if (TColumns.Count > 1) c11 = TLanes.MultiplyAdd(a, b1, c11);
                if (TColumns.Count > 2) c12 = TLanes.MultiplyAdd(a, b2, c12);
                if (TColumns.Count > 3) c13 = TLanes.MultiplyAdd(a, b3, c13);

                a = TLanes.Of(r2[k]);
                c20 = TLanes.MultiplyAdd(a, b0, c20);
                if (TColumns.Count > 1) c21 = TLanes.MultiplyAdd(a, b1, c21);
                if (TColumns.Count > 2) c22 = TLanes.MultiplyAdd(a, b2, c22);
                if (TColumns.Count > 3) c23 = TLanes.MultiplyAdd(a, b3, c23);

                a = TLanes.Of(r3[k]);
                c30 = TLanes.MultiplyAdd(a, b0, c30);
                if (TColumns.Count > 1) c31 = TLanes.MultiplyAdd(a, b1, c31);
                if (TColumns.Count > 2) c32 = TLanes.MultiplyAdd(a, b2, c32);
                if (TColumns.Count > 3) c33 = TLanes.MultiplyAdd(a, b3, c33);

                a = TLanes.Of(r4[k]);
                c40 = TLanes.MultiplyAdd(a, b0, c40);
                if (TColumns.Count > 1) c41 = TLanes.MultiplyAdd(a, b1, c41);
                if (TColumns.Count > 2) c42 = TLanes.MultiplyAdd(a, b2, c42);
                if (TColumns.Count > 3) c43 = TLanes.MultiplyAdd(a, b3, c43);

                a = TLanes.Of(r5[k]);
                c50 = TLanes.MultiplyAdd(a, b0, c50);
                if (TColumns.Count > 1) c51 = TLanes.MultiplyAdd(a, b1, c51);
                if (TColumns.Count > 2) c52 = TLanes.MultiplyAdd(a, b2, c52);
                if (TColumns.Count > 3) c53 = TLanes.MultiplyAdd(a, b3, c53);
            }
        }

        var width = TColumns.Count * TLanes.Count;
        Store(tile, c00, c01, c02, c03, adds);
        Store(tile + width, c10, c11, c12, c13, adds);
        Store(tile + 2 * width, c20, c21, c22, c23, adds);
        Store(tile + 3 * width, c30, c31, c32, c33, adds);
        Store(tile + 4 * width, c40, c41, c42, c43, adds);
        Store(tile + 5 * width, c50, c51, c52, c53, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* row, TLanes c0, TLanes c1, TLanes c2, TLanes c3, bool adds)
    {
        Store(row, c0, adds);
        if (TColumns.Count > 1) Store(row + TLanes.Count, c1, adds);
        if (TColumns.Count > 2) Store(row + 2 * TLanes.Count, c2, adds);
        if (TColumns.Count > 3) Store(row + 3 * TLanes.Count, c3, adds);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* at, TLanes sum, bool adds) => (adds ? sum + TLanes.Load(ref *at, 0) : sum).Store(ref *at, 0);
}
