using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gannet.Imaging.Codecs.Jpeg;

/// <summary>Turns rows of components into RGB, with libjpeg's arithmetic: 16 fractional bits, halves rounded up.</summary>
internal static class ColourConversion
{
    private const int FractionBits = 16, Half = 1 << (FractionBits - 1), Middle = 128;

    // The standard's factors 1.402, 0.34414, 0.71414 and 1.772, times 2¹⁶.
    private const int RedOfCr = 91881, GreenOfCb = -22554, GreenOfCr = -46802, BlueOfCb = 116130;

    /// <summary>Brightness and colour differences.</summary>
    public static void FromYcc(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        var done = Avx2.IsSupported ? FromYccVector(luma, cb, cr, rgb) : 0;
        FromYccScalar(luma[done..], cb[done..], cr[done..], rgb[(3 * done)..]);
    }

    /// <summary>The conversion without vectors.</summary>
    public static void FromYccScalar(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        for (var x = 0; x < rgb.Length / 3; x++)
        {
            var (y, blue, red) = (luma[x], cb[x] - Middle, cr[x] - Middle);
            rgb[3 * x] = Clamp(y + ((RedOfCr * red + Half) >> FractionBits));
            rgb[3 * x + 1] = Clamp(y + ((GreenOfCb * blue + GreenOfCr * red + Half) >> FractionBits));
            rgb[3 * x + 2] = Clamp(y + ((BlueOfCb * blue + Half) >> FractionBits));
        }
    }

    /// <summary>Multiplies colours by the light that black ink lets through, as PIL's conversion from CMYK does.</summary>
    /// <param name="rgb">Light through the other inks, then the picture's colours.</param>
    /// <param name="light">Light through the black ink.</param>
    /// <param name="inverted">Whether <paramref name="rgb"/> holds ink instead of light.</param>
    public static void ApplyBlack(Span<byte> rgb, ReadOnlySpan<byte> light, bool inverted)
    {
        var mask = inverted ? 0 : 255;
        for (var x = 0; x < rgb.Length / 3; x++)
        {
            int through = light[x];
            foreach (ref var channel in rgb.Slice(3 * x, 3))
            {
                // Ink times light over 255, rounded, without a division. It is at most the light.
                var product = (channel ^ mask) * through + 128;
                channel = (byte)(through - (((product >> 8) + product) >> 8));
            }
        }
    }

    private static byte Clamp(int value) => (byte)Math.Clamp(value, 0, 255);

    // Factors above 16 bits are split into a whole part and the rest: 1.402 = 1 + 26345/2¹⁶, 1.772 = 2 − 14942/2¹⁶, −0.71414 = −1 + 18734/2¹⁶.
    private static int FromYccVector(ReadOnlySpan<byte> luma, ReadOnlySpan<byte> cb, ReadOnlySpan<byte> cr, Span<byte> rgb)
    {
        var (x, width) = (0, rgb.Length / 3);
        var greenFactors = Vector256.Create(GreenOfCb & 0xFFFF | (GreenOfCr + (1 << FractionBits)) << 16).AsInt16();
        for (; x + 16 <= width; x += 16)
        {
            var y = Avx2.ConvertToVector256Int16(Vector128.Create(luma.Slice(x, 16)));
            var blue = Avx2.ConvertToVector256Int16(Vector128.Create(cb.Slice(x, 16))) - Vector256.Create((short)Middle);
            var red = Avx2.ConvertToVector256Int16(Vector128.Create(cr.Slice(x, 16))) - Vector256.Create((short)Middle);
            var r = y + red + TimesFraction(red, RedOfCr - (1 << FractionBits));
            var b = y + blue + blue + TimesFraction(blue, BlueOfCb - (2 << FractionBits));
            var low = (Avx2.MultiplyAddAdjacent(Avx2.UnpackLow(blue, red), greenFactors) + Vector256.Create(Half)) >> FractionBits;
            var high = (Avx2.MultiplyAddAdjacent(Avx2.UnpackHigh(blue, red), greenFactors) + Vector256.Create(Half)) >> FractionBits;
            var g = y - red + Avx2.PackSignedSaturate(low, high);
            RgbRow.Interleave(Bytes(r), Bytes(g), Bytes(b), rgb.Slice(3 * x, 48));
        }

        return x;
    }

    // The product with factor/2¹⁶, halves rounded up: the high half of twice the product, plus one, halved.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> TimesFraction(Vector256<short> value, int factor) =>
        (Avx2.MultiplyHigh(value + value, Vector256.Create((short)factor)) + Vector256<short>.One) >> 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Bytes(Vector256<short> words) => Sse2.PackUnsignedSaturate(words.GetLower(), words.GetUpper());
}
