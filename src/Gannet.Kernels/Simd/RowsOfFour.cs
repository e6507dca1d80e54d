using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Gannet.Kernels.Simd;

/// <summary>Splits rows of four floats into columns, the layout that vectors read, and joins them again.</summary>
internal static class RowsOfFour
{
    private const int Width = 4;

    /// <summary>Splits <c>[n, 4]</c> values into the first n of each column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Split(ReadOnlySpan<float> rows, Span<float> a, Span<float> b, Span<float> c, Span<float> d)
    {
        var count = rows.Length / Width;
        Check(count, a, b, c, d);
        ref var from = ref MemoryMarshal.GetReference(rows);
        nuint k = 0;
        // Four rows at a time form a 4 × 4 matrix, which is transposed in registers.
        for (; k + Width <= (nuint)count; k += Width)
        {
            var (r0, r1) = (Vector128.LoadUnsafe(ref from, k * Width), Vector128.LoadUnsafe(ref from, (k + 1) * Width));
            var (r2, r3) = (Vector128.LoadUnsafe(ref from, (k + 2) * Width), Vector128.LoadUnsafe(ref from, (k + 3) * Width));
            var (low02, low13, high02, high13) = (Low(r0, r2), Low(r1, r3), High(r0, r2), High(r1, r3));
            Low(low02, low13).StoreUnsafe(ref a[0], k);
            High(low02, low13).StoreUnsafe(ref b[0], k);
            Low(high02, high13).StoreUnsafe(ref c[0], k);
            High(high02, high13).StoreUnsafe(ref d[0], k);
        }

        for (var row = (int)k; row < count; row++)
            (a[row], b[row], c[row], d[row]) = (rows[row * Width], rows[row * Width + 1], rows[row * Width + 2], rows[row * Width + 3]);
    }

    /// <summary>Joins the first n values of each column into <c>[n, 4]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Join(ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d, Span<float> rows)
    {
        var count = rows.Length / Width;
        Check(count, a, b, c, d);
        ref var to = ref MemoryMarshal.GetReference(rows);
        nuint k = 0;
        for (; k + Width <= (nuint)count; k += Width)
        {
            var (c0, c1) = (Vector128.LoadUnsafe(in a[0], k), Vector128.LoadUnsafe(in b[0], k));
            var (c2, c3) = (Vector128.LoadUnsafe(in c[0], k), Vector128.LoadUnsafe(in d[0], k));
            var (low02, low13, high02, high13) = (Low(c0, c2), Low(c1, c3), High(c0, c2), High(c1, c3));
            Low(low02, low13).StoreUnsafe(ref to, k * Width);
            High(low02, low13).StoreUnsafe(ref to, (k + 1) * Width);
            Low(high02, high13).StoreUnsafe(ref to, (k + 2) * Width);
            High(high02, high13).StoreUnsafe(ref to, (k + 3) * Width);
        }

        for (var row = (int)k; row < count; row++)
            (rows[row * Width], rows[row * Width + 1], rows[row * Width + 2], rows[row * Width + 3]) = (a[row], b[row], c[row], d[row]);
    }

    private static void Check(int count, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d)
    {
        if (Math.Min(Math.Min(a.Length, b.Length), Math.Min(c.Length, d.Length)) < count)
            throw new ArgumentException($"{count} rows do not fit their columns.", nameof(count));
    }

    // a0 b0 a1 b1
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    // a2 b2 a3 b3
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
