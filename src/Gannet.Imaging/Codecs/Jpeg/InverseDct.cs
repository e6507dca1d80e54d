using System.Runtime.Intrinsics.X86;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Turns the coefficients of a block into its 8×8 samples: Loeffler, Ligtenberg and Moschytz's inverse cosine transform.</summary>
/// <remarks>
/// Whole numbers with 13 fractional bits, columns first, then rows. Roundings are those of libjpeg's accurate transform, so that the
/// samples equal its own; every width of vector gives the same ones.
/// </remarks>
internal static partial class InverseDct
{
    private const int FractionBits = 13;

    // Between the passes two more bits than needed are kept; both passes together scale by eight.
    private const int KeptBits = 2, ColumnShift = FractionBits - KeptBits, RowShift = FractionBits + KeptBits + 3;

    // cos and sin of multiples of π/16, times √2, and their sums and differences, as in the paper; times 2¹³.
    private const int C0298 = 2446, C0390 = 3196, C0541 = 4433, C0765 = 6270, C0899 = 7373, C1175 = 9633, C1501 = 12299, C1847 = 15137,
        C1961 = 16069, C2053 = 16819, C2562 = 20995, C3072 = 25172;

    /// <summary>Writes the samples of a block.</summary>
    /// <param name="block">Coefficients, <c>[8, 8]</c>.</param>
    /// <param name="steps">What each is multiplied by, <c>[8, 8]</c>.</param>
    /// <param name="last">No coefficient after this place of the zigzag order differs from zero.</param>
    /// <param name="samples">Eight rows of eight bytes.</param>
    /// <param name="stride">Bytes from a row to the next.</param>
    public static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<short> steps, int last, Span<byte> samples, int stride)
    {
        if (last == 0)
            FillFlat((short)(block[0] * steps[0]), samples, stride);
        else if (Avx2.IsSupported)
            TransformVector(block, steps, samples, stride);
        else
            TransformScalar(block, steps, last, samples, stride);
    }

    /// <summary>The transform without vectors.</summary>
    /// <inheritdoc cref="Transform"/>
    internal static void TransformScalar(ReadOnlySpan<short> block, ReadOnlySpan<short> steps, int last, Span<byte> samples, int stride)
    {
        Span<int> work = stackalloc int[ZigZag.BlockSize];
        work.Clear();
        for (var k = 0; k <= last; k++)
        {
            int i = ZigZag.Natural[k];
            work[i] = (short)(block[i] * steps[i]);
        }

        for (var x = 0; x < 8; x++) TransformLine(work[x..], 8, ColumnShift);
        for (var y = 0; y < 8; y++)
        {
            var row = work.Slice(y * 8, 8);
            TransformLine(row, 1, RowShift);
            for (var x = 0; x < 8; x++) samples[y * stride + x] = (byte)Math.Clamp(row[x] + 128, 0, 255);
        }
    }

    private static void FillFlat(int mean, Span<byte> samples, int stride)
    {
        var value = (byte)Math.Clamp((((mean << KeptBits) + 16) >> 5) + 128, 0, 255);
        for (var y = 0; y < 8; y++) samples.Slice(y * stride, 8).Fill(value);
    }

    private static void TransformLine(Span<int> line, int step, int shift)
    {
        // Even part: inputs 0, 2, 4, 6.
        var (i0, i2, i4, i6) = (line[0], line[2 * step], line[4 * step], line[6 * step]);
        var turned = (i2 + i6) * C0541;
        var (e2, e3) = (turned - i6 * C1847, turned + i2 * C0765);
        var (e0, e1) = ((i0 + i4) << FractionBits, (i0 - i4) << FractionBits);
        var (a0, a1, a2, a3) = (e0 + e3, e1 + e2, e1 - e2, e0 - e3);

        // Odd part: inputs 1, 3, 5, 7.
        var (i1, i3, i5, i7) = (line[step], line[3 * step], line[5 * step], line[7 * step]);
        var z5 = (i7 + i3 + i5 + i1) * C1175;
        var (z1, z2) = ((i7 + i1) * -C0899, (i5 + i3) * -C2562);
        var (z3, z4) = ((i7 + i3) * -C1961 + z5, (i5 + i1) * -C0390 + z5);
        var (o0, o1) = (i7 * C0298 + z1 + z3, i5 * C2053 + z2 + z4);
        var (o2, o3) = (i3 * C3072 + z2 + z3, i1 * C1501 + z1 + z4);

        var half = 1 << (shift - 1);
        (line[0], line[7 * step]) = ((a0 + o3 + half) >> shift, (a0 - o3 + half) >> shift);
        (line[step], line[6 * step]) = ((a1 + o2 + half) >> shift, (a1 - o2 + half) >> shift);
        (line[2 * step], line[5 * step]) = ((a2 + o1 + half) >> shift, (a2 - o1 + half) >> shift);
        (line[3 * step], line[4 * step]) = ((a3 + o0 + half) >> shift, (a3 - o0 + half) >> shift);
    }
}
