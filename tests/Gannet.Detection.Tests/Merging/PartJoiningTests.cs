using Gannet.Detection.Merging;
using Gannet.Imaging.Tiles;

namespace Gannet.Detection.Tests.Merging;

/// <summary>Tiles of 100 pixels that share 20, in a picture of 260 × 180.</summary>
public sealed class PartJoiningTests
{
    private static readonly TileWindow s_picture = new(0, 0, 260, 180);
    private static readonly TileWindow s_first = new(0, 0, 100, 100), s_second = new(80, 0, 100, 100), s_third = new(160, 0, 100, 100);
    private static readonly TileWindow s_below = new(0, 80, 100, 100), s_across = new(80, 80, 100, 100);

    [Fact]
    public void Two_parts_of_one_object_become_the_object()
    {
        var joined = Assert.Single(Join(Part(s_first, 50, 20, 100, 60, .6f), Part(s_second, 80, 21, 150, 61, .7f)));
        Assert.Equal((new Box(50, 20, 150, 61), .7f, Borders.None), (joined.Box, joined.Found.Score, joined.Cut));
    }

    // From the first tile to the third, in any order of the input.
    [Fact]
    public void Chains_are_joined()
    {
        SeenObject[] parts = [Part(s_second, 80, 20, 180, 60, .5f), Part(s_third, 160, 20, 200, 60, .4f), Part(s_first, 50, 20, 100, 60, .6f)];
        Assert.Equal(new Box(50, 20, 200, 60), Assert.Single(Join(parts)).Box);
    }

    [Fact]
    public void Four_tiles_that_share_an_object_give_one()
    {
        SeenObject[] parts =
        [
            Part(s_first, 50, 60, 100, 100, .5f), Part(s_second, 80, 60, 130, 100, .5f),
            Part(s_below, 50, 80, 100, 150, .5f), Part(s_across, 80, 80, 130, 150, .5f),
        ];
        var joined = Assert.Single(Join(parts));
        Assert.Equal((new Box(50, 60, 130, 150), Borders.None), (joined.Box, joined.Cut));
    }

    // The lower right tile sees nothing of it; the columns that both the upper pair and the lower left tile see agree.
    [Fact]
    public void A_corner_that_shows_nothing_is_no_obstacle()
    {
        SeenObject[] parts = [Part(s_first, 50, 60, 100, 100, .5f), Part(s_second, 80, 60, 130, 100, .5f), Part(s_below, 50, 80, 100, 150, .5f)];
        Assert.Equal(new Box(50, 60, 130, 150), Assert.Single(Join(parts)).Box);
    }

    // Rows 20 to 60 and 45 to 85 share 15 of 65.
    [Fact]
    public void Parts_in_other_rows_stay_apart() =>
        Assert.Equal(2, Join(Part(s_first, 50, 20, 100, 60, .6f), Part(s_second, 80, 45, 150, 85, .7f)).Count);

    [Fact]
    public void Parts_of_other_classes_stay_apart() => Assert.Equal(
        2, Join(Part(s_first, 50, 20, 100, 60, .6f), Part(s_second, 80, 20, 150, 60, .7f, label: 1)).Count);

    // The second tile sees the left end of its object.
    [Fact]
    public void A_part_that_no_facing_border_cuts_stays() => Assert.Equal(
        2, Join(Part(s_first, 50, 20, 100, 60, .6f), Part(s_second, 90, 20, 180, 60, .7f)).Count);

    [Fact]
    public void Of_several_continuations_the_one_in_the_same_rows_is_taken()
    {
        var joined = Join(Part(s_first, 50, 20, 100, 60, .6f), Part(s_second, 80, 30, 150, 60, .9f), Part(s_second, 80, 20, 140, 60, .5f));
        Assert.Equal([new(50, 20, 140, 60), new(80, 30, 150, 60)], joined.Select(static s => s.Box));
    }

    private static IReadOnlyList<SeenObject> Join(params SeenObject[] parts) => new PartJoining(.5).Join(parts);

    // Boxes in pixels of the picture.
    private static SeenObject Part(TileWindow window, float x1, float y1, float x2, float y2, float score, int label = 0) =>
        SeenObject.In(window, s_picture, new(new Box(x1, y1, x2, y2).Shift(-window.X, -window.Y), label, score));
}
