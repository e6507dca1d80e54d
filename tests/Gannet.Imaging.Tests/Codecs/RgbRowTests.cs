using Gannet.Imaging.Codecs;

namespace Gannet.Imaging.Tests.Codecs;

public sealed class RgbRowTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(53)]
    public void Rows_are_put_together_pixel_by_pixel(int width)
    {
        var planes = new byte[3][];
        for (var c = 0; c < 3; c++) planes[c] = [.. Enumerable.Range(0, width).Select(x => (byte)(3 * x + c))];
        var rgb = new byte[3 * width];
        RgbRow.FromPlanes(planes[0], planes[1], planes[2], rgb);
        Assert.Equal(Enumerable.Range(0, 3 * width).Select(static i => (byte)i), rgb);
    }
}
