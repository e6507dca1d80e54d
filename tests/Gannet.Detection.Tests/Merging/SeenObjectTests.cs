using Gannet.Detection.Merging;
using Gannet.Imaging.Tiles;

namespace Gannet.Detection.Tests.Merging;

public sealed class SeenObjectTests
{
    private static readonly TileWindow s_picture = new(0, 0, 1000, 800);

    [Fact]
    public void A_box_moves_with_its_tile() => Assert.Equal(
        new Box(210, 320, 230, 350), SeenObject.In(new(200, 300, 400, 400), s_picture, new(new(10, 20, 30, 50), 0, 1)).Box);

    // The margin is a hundredth of the tile's side: 4 pixels.
    [Theory]
    [InlineData(4, 50, 90, 90, Borders.Left)]
    [InlineData(5, 50, 90, 90, Borders.None)]
    [InlineData(50, 4, 90, 90, Borders.Top)]
    [InlineData(50, 50, 396, 90, Borders.Right)]
    [InlineData(50, 50, 395, 90, Borders.None)]
    [InlineData(50, 50, 90, 396, Borders.Bottom)]
    [InlineData(0, 0, 400, 400, Borders.Left | Borders.Top | Borders.Right | Borders.Bottom)]
    public void Borders_inside_the_picture_cut(float x1, float y1, float x2, float y2, object cut) =>
        Assert.Equal((Borders)cut, SeenObject.In(new(200, 300, 400, 400), s_picture, new(new(x1, y1, x2, y2), 0, 1)).Cut);

    [Theory]
    [InlineData(0, 0, Borders.Right | Borders.Bottom)]
    [InlineData(600, 400, Borders.Left | Borders.Top)]
    public void Borders_of_the_picture_do_not(int x, int y, object cut) =>
        Assert.Equal((Borders)cut, SeenObject.In(new(x, y, 400, 400), s_picture, new(new(0, 0, 400, 400), 0, 1)).Cut);

    [Fact]
    public void The_picture_itself_cuts_nothing() =>
        Assert.Equal(Borders.None, SeenObject.In(s_picture, s_picture, new(new(0, 0, 1000, 800), 0, 1)).Cut);
}
