using Gannet.Imaging.Drawing.Fonts;
using Gannet.Imaging.Drawing.Labels;

namespace Gannet.Imaging.Tests.Drawing.Labels;

public sealed class LegendDrawerTests
{
    private static readonly (byte R, byte G, byte B) s_ink = (230, 159, 0);

    [Fact]
    public void The_legend_stands_below_the_picture_and_hides_nothing()
    {
        var drawn = Add(new Image(300, 200), 3);
        Assert.Equal(300, drawn.Width);
        Assert.InRange(drawn.Height, 215, 250);
        Assert.All(drawn.Pixels.AsSpan(0, 300 * 200 * 3).ToArray(), static value => Assert.Equal(0, value));
        Assert.Contains(drawn.Pixels.AsSpan(300 * 200 * 3).ToArray().Chunk(3), static p => (p[0], p[1], p[2]) == s_ink);
    }

    [Fact]
    public void It_is_no_higher_than_the_picture() => Assert.InRange(Add(new Image(200, 100), 500).Height, 101, 205);

    [Fact]
    public void Nothing_is_added_without_entries_or_room()
    {
        Assert.Equal(200, Add(new Image(300, 200), 0).Height);
        Assert.Equal(200, Add(new Image(20, 200), 3).Height);
    }

    [Fact]
    public void A_character_is_not_cut_in_two() => Assert.Equal("a\U0001F408", LegendDrawer.Cut("a\U0001F408b", 2));

    private static Image Add(Image picture, int entries) => new LegendDrawer(LabelFont.Of(12), 2).AddBelow(
        picture, [.. Enumerable.Range(1, entries).Select(static k => (new LegendEntry(k, $"red cell {k}", [k]), s_ink))]);
}
