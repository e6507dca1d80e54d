using Gannet.Imaging.Tiles;

namespace Gannet.Imaging.Tests.Tiles;

public sealed class TileGridTests
{
    // 1000 pixels, tiles of 512 that share at least 102: a step of 410, so two steps for the 488 that are left, of 244 each.
    [Fact]
    public void Known_grid() => Assert.Equal(
        [new(0, 0, 512, 300), new(244, 0, 512, 300), new(488, 0, 512, 300)], TileGrid.Cover(1000, 300, 512, .2));

    [Theory]
    [InlineData(512, new[] { 0 })]
    [InlineData(513, new[] { 0, 1 })]
    [InlineData(922, new[] { 0, 410 })] // exactly one step more
    [InlineData(923, new[] { 0, 205, 411 })]
    [InlineData(1, new[] { 0 })]
    public void Starts_along_a_side(int length, int[] starts)
    {
        Assert.Equal(starts, TileGrid.Cover(length, 1, 512, .2).Select(static w => w.X));
        Assert.Equal(starts, TileGrid.Cover(1, length, 512, .2).Select(static w => w.Y));
    }

    [Fact]
    public void Rows_come_first() => Assert.Equal(
        [new(0, 0, 10, 10), new(10, 0, 10, 10), new(0, 10, 10, 10), new(10, 10, 10, 10)], TileGrid.Cover(20, 20, 10, 0));

    [Theory]
    [InlineData(7, 0)]
    [InlineData(10, .2)]
    [InlineData(10, .55)]
    [InlineData(3, .99)]
    [InlineData(1, .5)]
    public void Neighbours_cover_the_picture_and_share_enough(int side, double overlap)
    {
        for (var length = 1; length < 60; length++)
        {
            var tiles = TileGrid.Cover(length, 1, side, overlap);
            Assert.Equal((0, length), (tiles[0].X, tiles[^1].Right));
            Assert.All(tiles, tile => Assert.Equal(Math.Min(side, length), tile.Width));
            var step = Math.Max(1, side - (int)Math.Round(side * overlap));
            Assert.All(tiles.Skip(1).Zip(tiles), pair => Assert.InRange(pair.First.X - pair.Second.X, 1, step));
            Assert.Equal(length <= side ? 1 : (int)Math.Ceiling((length - side) / (double)step) + 1, tiles.Count);
        }
    }

    [Theory]
    [InlineData("width", 0, 1, 1, 0)]
    [InlineData("height", 1, 0, 1, 0)]
    [InlineData("side", 1, 1, 0, 0)]
    [InlineData("overlap", 1, 1, 1, -.1)]
    [InlineData("overlap", 1, 1, 1, 1)]
    [InlineData("overlap", 1, 1, 1, double.NaN)]
    public void Bad_arguments_are_refused(string name, int width, int height, int side, double overlap) =>
        Assert.Throws<ArgumentOutOfRangeException>(name, () => TileGrid.Cover(width, height, side, overlap));
}
