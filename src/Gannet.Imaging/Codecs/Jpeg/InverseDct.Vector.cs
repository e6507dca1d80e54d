using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gannet.Imaging.Codecs.Jpeg;

internal static partial class InverseDct
{
    // Eight lines at once: vector i holds the i-th number of each.
    private static void TransformVector(ReadOnlySpan<short> block, ReadOnlySpan<short> steps, Span<byte> samples, int stride)
    {
        ref var from = ref MemoryMarshal.GetReference(block[..ZigZag.BlockSize]);
        ref var by = ref MemoryMarshal.GetReference(steps[..ZigZag.BlockSize]);
        var (r0, r1, r2, r3) = (Load(ref from, ref by, 0), Load(ref from, ref by, 1), Load(ref from, ref by, 2), Load(ref from, ref by, 3));
        var (r4, r5, r6, r7) = (Load(ref from, ref by, 4), Load(ref from, ref by, 5), Load(ref from, ref by, 6), Load(ref from, ref by, 7));
        TransformLines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, ColumnShift);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        TransformLines(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, RowShift);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);

        _ = samples[7 * stride + 7];
        ref var to = ref MemoryMarshal.GetReference(samples);
        Store(r0, r1, ref to, ref Unsafe.Add(ref to, stride));
        Store(r2, r3, ref Unsafe.Add(ref to, 2 * stride), ref Unsafe.Add(ref to, 3 * stride));
        Store(r4, r5, ref Unsafe.Add(ref to, 4 * stride), ref Unsafe.Add(ref to, 5 * stride));
        Store(r6, r7, ref Unsafe.Add(ref to, 6 * stride), ref Unsafe.Add(ref to, 7 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ref short block, ref short steps, int row) => Avx2.ConvertToVector256Int32(
        Vector128.LoadUnsafe(ref block, (nuint)row * 8) * Vector128.LoadUnsafe(ref steps, (nuint)row * 8));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> upper, Vector256<int> lower, ref byte upperRow, ref byte lowerRow)
    {
        // The pack works within halves: upper 0–3, lower 0–3 | upper 4–7, lower 4–7.
        var words = Avx2.Permute4x64(Avx2.PackSignedSaturate(upper, lower).AsInt64(), 0b11_01_10_00).AsInt16();
        var bytes = Sse2.PackSignedSaturate(words.GetLower(), words.GetUpper()).AsByte() ^ Vector128.Create((byte)0x80);
        Unsafe.WriteUnaligned(ref upperRow, bytes.AsUInt64().GetElement(0));
        Unsafe.WriteUnaligned(ref lowerRow, bytes.AsUInt64().GetElement(1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformLines(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7, int shift)
    {
        var turned = (r2 + r6) * C0541;
        var e2 = turned - r6 * C1847;
        var e3 = turned + r2 * C0765;
        var e0 = (r0 + r4) << FractionBits;
        var e1 = (r0 - r4) << FractionBits;
        var half = Vector256.Create(1 << (shift - 1));
        var a0 = e0 + e3 + half;
        var a1 = e1 + e2 + half;
        var a2 = e1 - e2 + half;
        var a3 = e0 - e3 + half;

        var (z3, z4) = (r7 + r3, r5 + r1);
        var z5 = (z3 + z4) * C1175;
        var z1 = (r7 + r1) * -C0899;
        var z2 = (r5 + r3) * -C2562;
        z3 = z3 * -C1961 + z5;
        z4 = z4 * -C0390 + z5;
        var o0 = r7 * C0298 + z1 + z3;
        var o1 = r5 * C2053 + z2 + z4;
        var o2 = r3 * C3072 + z2 + z3;
        var o3 = r1 * C1501 + z1 + z4;

        r0 = (a0 + o3) >> shift;
        r7 = (a0 - o3) >> shift;
        r1 = (a1 + o2) >> shift;
        r6 = (a1 - o2) >> shift;
        r2 = (a2 + o1) >> shift;
        r5 = (a2 - o1) >> shift;
        r3 = (a3 + o0) >> shift;
        r4 = (a3 - o0) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> r0, ref Vector256<int> r1, ref Vector256<int> r2, ref Vector256<int> r3,
        ref Vector256<int> r4, ref Vector256<int> r5, ref Vector256<int> r6, ref Vector256<int> r7)
    {
        // Pairs of numbers, then pairs of pairs, then halves change places.
        var (a0, a1) = (Avx2.UnpackLow(r0, r1).AsInt64(), Avx2.UnpackHigh(r0, r1).AsInt64());
        var (a2, a3) = (Avx2.UnpackLow(r2, r3).AsInt64(), Avx2.UnpackHigh(r2, r3).AsInt64());
        var (a4, a5) = (Avx2.UnpackLow(r4, r5).AsInt64(), Avx2.UnpackHigh(r4, r5).AsInt64());
        var (a6, a7) = (Avx2.UnpackLow(r6, r7).AsInt64(), Avx2.UnpackHigh(r6, r7).AsInt64());
        var (b0, b1) = (Avx2.UnpackLow(a0, a2).AsInt32(), Avx2.UnpackHigh(a0, a2).AsInt32());
        var (b2, b3) = (Avx2.UnpackLow(a1, a3).AsInt32(), Avx2.UnpackHigh(a1, a3).AsInt32());
        var (b4, b5) = (Avx2.UnpackLow(a4, a6).AsInt32(), Avx2.UnpackHigh(a4, a6).AsInt32());
        var (b6, b7) = (Avx2.UnpackLow(a5, a7).AsInt32(), Avx2.UnpackHigh(a5, a7).AsInt32());
        (r0, r4) = (Avx2.Permute2x128(b0, b4, 0x20), Avx2.Permute2x128(b0, b4, 0x31));
        (r1, r5) = (Avx2.Permute2x128(b1, b5, 0x20), Avx2.Permute2x128(b1, b5, 0x31));
        (r2, r6) = (Avx2.Permute2x128(b2, b6, 0x20), Avx2.Permute2x128(b2, b6, 0x31));
        (r3, r7) = (Avx2.Permute2x128(b3, b7, 0x20), Avx2.Permute2x128(b3, b7, 0x31));
    }
}
