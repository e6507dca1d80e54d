using Gannet.Imaging.Drawing;

namespace Gannet.Imaging.Tests.Drawing;

public sealed class TrailDrawerTests
{
    [Fact]
    public void A_line_runs_through_its_places()
    {
        var picture = new Image(100, 60);
        TrailDrawer.DrawInPlace(picture, [(10, 10), (50, 10), (50, 40)], (200, 100, 50));
        foreach (var (x, y) in ((int, int)[])[(11, 10), (30, 10), (49, 10), (50, 25), (50, 39)])
            Assert.Contains(Neighbours(x, y), at => picture.Row(at.Y).Slice(at.X * 3, 3).SequenceEqual((ReadOnlySpan<byte>)[200, 100, 50]));
        Assert.Equal(0, picture.Row(25)[25 * 3]);
        Assert.Equal(0, picture.Row(50)[50 * 3]);
    }

    [Fact]
    public void Places_outside_or_nowhere_do_no_harm()
    {
        var picture = new Image(20, 20);
        TrailDrawer.DrawInPlace(picture, [(-1e30f, 5), (1e30f, float.NaN), (float.PositiveInfinity, 40)], (255, 255, 255));
        TrailDrawer.DrawInPlace(picture, [(5, 5)], (255, 255, 255));
        TrailDrawer.DrawInPlace(picture, [], (255, 255, 255));
        Assert.Equal(20 * 20 * 3, picture.Pixels.Length);
    }

    private static IEnumerable<(int X, int Y)> Neighbours(int x, int y) => from dx in (int[])[-1, 0, 1] from dy in (int[])[-1, 0, 1] select (x + dx, y + dy);
}
