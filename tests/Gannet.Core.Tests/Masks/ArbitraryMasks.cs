using FsCheck;
using FsCheck.Fluent;

namespace Gannet.Tests.Masks;

/// <summary>Small bitmaps for property tests, some with a few long runs and some with noise.</summary>
internal static class ArbitraryMasks
{
    public static Arbitrary<Bitmap> One { get; } = Bitmaps(1).Select(static list => list[0]).ToArbitrary();

    /// <summary>Two bitmaps of the same size.</summary>
    public static Arbitrary<(Bitmap A, Bitmap B)> Pair { get; } = Bitmaps(2).Select(static list => (list[0], list[1])).ToArbitrary();

    private static Gen<Bitmap[]> Bitmaps(int count) =>
        from height in Gen.Choose(1, 9)
        from width in Gen.Choose(1, 9)
        from share in Gen.Elements(0, 1, 5, 9, 10)
        from noise in Gen.Choose(0, 9).Select(draw => (byte)(draw < share ? 1 : 0)).ArrayOf(height * width).ArrayOf(count)
        select noise.Select(pixels => new Bitmap(pixels, height, width)).ToArray();

    internal sealed record Bitmap(byte[] Pixels, int Height, int Width);
}
