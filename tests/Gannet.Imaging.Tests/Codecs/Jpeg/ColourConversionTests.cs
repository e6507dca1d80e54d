using Gannet.Imaging.Codecs.Jpeg;

namespace Gannet.Imaging.Tests.Codecs.Jpeg;

public sealed class ColourConversionTests
{
    [Fact]
    public void Vectors_give_the_bits_of_the_plain_conversion_for_every_pair_of_differences()
    {
        var luma = new byte[256];
        new Random(8).NextBytes(luma);
        var cb = Enumerable.Range(0, 256).Select(static v => (byte)v).ToArray();
        var (fast, plain) = (new byte[768], new byte[768]);
        for (var value = 0; value < 256; value++)
        {
            var cr = Enumerable.Repeat((byte)value, 256).ToArray();
            ColourConversion.FromYcc(luma, cb, cr, fast);
            ColourConversion.FromYccScalar(luma, cb, cr, plain);
            Assert.Equal(plain, fast);
        }
    }

    // JFIF's formulas by hand: 100 + 1.402·72 = 200.9; 100 − 0.34414·(−28) − 0.71414·72 = 58.2; 100 + 1.772·(−28) = 50.4.
    [Fact]
    public void A_colour_by_hand()
    {
        var rgb = new byte[3];
        ColourConversion.FromYcc([100], [100], [200], rgb);
        Assert.Equal([201, 58, 50], rgb);
    }

    // Light 100 of 255 through the ink, 200 through the black: 200 − 155 · 200 / 255 = 78.4.
    [Fact]
    public void Black_ink_by_hand()
    {
        byte[] rgb = [100, 255, 0];
        ColourConversion.ApplyBlack(rgb, [200], inverted: false);
        Assert.Equal([78, 200, 0], rgb);
    }
}
