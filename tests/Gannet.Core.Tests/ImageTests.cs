namespace Gannet.Tests;

public sealed class ImageTests
{
    [Theory]
    [InlineData(PixelOrder.Rgb, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    [InlineData(PixelOrder.Bgr, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, new byte[] { 3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10 })]
    [InlineData(PixelOrder.Rgba, new byte[] { 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0 }, new byte[] { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 })]
    [InlineData(PixelOrder.Bgra, new byte[] { 1, 2, 3, 0, 4, 5, 6, 0, 7, 8, 9, 0, 10, 11, 12, 0 }, new byte[] { 3, 2, 1, 6, 5, 4, 9, 8, 7, 12, 11, 10 })]
    [InlineData(PixelOrder.Gray, new byte[] { 1, 2, 3, 4 }, new byte[] { 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4 })]
    public void Pixels_of_any_order_become_red_green_blue(PixelOrder order, byte[] given, byte[] expected)
    {
        Assert.Equal(expected, Image.From(given, 2, 2, order).Pixels);

        // The same with rows that are padded; the last one need not be.
        var row = given.Length / 2;
        byte[] padded = [.. given[..row], 77, 77, .. given[row..]];
        Assert.Equal(expected, Image.From(padded, 2, 2, order, stride: row + 2).Pixels);
    }

    [Fact]
    public void Too_few_bytes_and_too_short_a_stride_are_refused()
    {
        Assert.Contains("11 bytes do not fill 2 rows of 6 bytes", Assert.Throws<ArgumentException>(() => Image.From(new byte[11], 2, 2, PixelOrder.Rgb)).Message, StringComparison.Ordinal);
        Assert.Contains("more than the stride of 5", Assert.Throws<ArgumentException>(() => Image.From(new byte[12], 2, 2, PixelOrder.Rgb, stride: 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Image.From(new byte[12], 2, 2, PixelOrder.Rgb, stride: -6));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.From(new byte[12], 0, 2, PixelOrder.Rgb));
        Assert.Throws<ArgumentOutOfRangeException>(() => Image.From(new byte[12], 2, 2, (PixelOrder)9));
    }
}
