using Gannet.Imaging.Tiles;

namespace Gannet.Imaging.Tests.Tiles;

public sealed class TileWindowTests
{
    [Fact]
    public void Cutting_copies_the_pixels_of_the_window()
    {
        var picture = new Image(5, 4);
        for (var k = 0; k < picture.Pixels.Length; k++) picture.Pixels[k] = (byte)k;
        var tile = new TileWindow(2, 1, 3, 2).CutFrom(picture);
        Assert.Equal((3, 2), (tile.Width, tile.Height));
        // A row has 15 bytes; the window starts at row 1, byte 6.
        Assert.Equal([21, 22, 23, 24, 25, 26, 27, 28, 29, 36, 37, 38, 39, 40, 41, 42, 43, 44], tile.Pixels);
    }

    [Fact]
    public void The_edges_are_exclusive() => Assert.Equal((7, 11), (new TileWindow(3, 5, 4, 6).Right, new TileWindow(3, 5, 4, 6).Bottom));

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, -1, 2, 2)]
    [InlineData(4, 0, 2, 2)]
    [InlineData(0, 3, 2, 2)]
    [InlineData(0, 0, 0, 2)]
    [InlineData(0, 0, 2, 0)]
    [InlineData(1, 0, int.MaxValue, 2)]
    public void A_window_outside_the_picture_is_refused(int x, int y, int width, int height) =>
        Assert.Throws<ArgumentException>("picture", () => new TileWindow(x, y, width, height).CutFrom(new Image(5, 4)));
}
