using FsCheck;
using FsCheck.Fluent;
using Gannet.Training.Loading;

namespace Gannet.Training.Tests.Loading;

public sealed class TileGridTests
{
    // By hand: windows of 100 start every 80 pixels at most, so 260 need three, and 261 need four, evenly spaced.
    [Theory]
    [InlineData(90, new[] { 0 })]
    [InlineData(100, new[] { 0 })]
    [InlineData(101, new[] { 0, 1 })]
    [InlineData(260, new[] { 0, 80, 160 })]
    [InlineData(261, new[] { 0, 53, 107, 161 })]
    public void As_few_as_the_overlap_allows(int width, int[] expected)
    {
        var windows = TileGrid.Windows(width, 50, 100, .2);
        Assert.Equal(expected, windows.Select(static w => (int)w.X1));
        Assert.All(windows, w => Assert.Equal((0, 50, Math.Min(100, width)), (w.Y1, w.Y2, w.Width)));
    }

    [Fact]
    public void Rows_follow_each_other() =>
        Assert.Equal([new(0, 0, 4, 4), new(4, 0, 8, 4), new(0, 2, 4, 6), new(4, 2, 8, 6)], TileGrid.Windows(8, 6, 4, 0));

    [Fact]
    public void Windows_cover_every_pixel_and_overlap_enough() => Prop.ForAll(
        (from length in Gen.Choose(1, 3000)
         from side in Gen.Choose(1, 700)
         from overlap in Gen.Elements(0, .1, .2, .5, .9)
         select (length, side, overlap)).ToArbitrary(),
        static p =>
        {
            var windows = TileGrid.Windows(p.length, 1, p.side, p.overlap);
            return windows[0].X1 == 0 && windows[^1].X2 == p.length
                && windows.Zip(windows.Skip(1)).All(pair => pair.First.X2 - pair.Second.X1 >= Math.Min(p.side - 1, Math.Floor(p.side * p.overlap)))
                && windows.All(w => w.Width == Math.Min(p.side, p.length));
        }).QuickCheckThrowOnFailure();
}
