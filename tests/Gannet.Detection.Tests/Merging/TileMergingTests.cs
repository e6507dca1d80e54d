using Gannet.Detection.Merging;
using Gannet.Imaging.Tiles;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Tests.Merging;

/// <summary>Tiles of 100 pixels that share 20, in a picture of 180 × 100.</summary>
public sealed class TileMergingTests
{
    private static readonly TileWindow s_picture = new(0, 0, 180, 100), s_left = new(0, 0, 100, 100), s_right = new(80, 0, 100, 100);

    [Fact]
    public void An_object_that_both_tiles_show_is_one() => Assert.Equal(
        [(new Box(84, 20, 96, 40), .9f)], Merge(Seen(s_left, 84, 20, 95, 40, .8f), Seen(s_right, 85, 20, 96, 40, .9f)));

    // The part reaches over the whole by a pixel, which it cannot know better, and has the better score.
    [Fact]
    public void A_part_lends_its_score_to_the_whole() => Assert.Equal(
        [(new Box(85, 20, 120, 40), .9f)], Merge(Seen(s_left, 84, 20, 100, 40, .9f), Seen(s_right, 85, 20, 120, 40, .5f)));

    [Fact]
    public void The_whole_picture_shows_what_no_tile_does() => Assert.Equal(
        [(new Box(40, 20, 150, 60), .9f)],
        Merge(Seen(s_left, 40, 20, 100, 60, .9f), Seen(s_right, 80, 20, 150, 60, .8f), Seen(s_picture, 40, 20, 150, 60, .3f)));

    [Fact]
    public void Without_it_the_parts_are_joined() => Assert.Equal(
        [(new Box(40, 20, 150, 60), .9f)], Merge(Seen(s_left, 40, 20, 100, 60, .9f), Seen(s_right, 80, 20, 150, 60, .8f)));

    // The small object covers a tenth of the part: a part must be inside the whole, not around it.
    [Fact]
    public void A_small_object_does_not_take_in_a_part_around_it() => Assert.Equal(
        [(new Box(40, 20, 100, 60), .9f), (new Box(50, 30, 60, 50), .8f)],
        Merge(Seen(s_left, 40, 20, 100, 60, .9f), Seen(s_left, 50, 30, 60, 50, .8f)));

    [Fact]
    public void Other_classes_are_other_objects() => Assert.Equal(
        2, Merge(Seen(s_left, 84, 20, 100, 40, .9f, label: 1), Seen(s_right, 84, 20, 120, 40, .5f)).Count());

    [Fact]
    public void Objects_come_best_first() => Assert.Equal(
        [.9f, .6f, .5f], Merge(Seen(s_left, 5, 5, 10, 10, .5f), Seen(s_left, 60, 20, 100, 40, .6f), Seen(s_right, 120, 50, 130, 60, .9f)).Select(static d => d.Score));

    [Fact]
    public void Nothing_seen_is_nothing_found() => Assert.Empty(Merge());

    private static IEnumerable<(Box Box, float Score)> Merge(params SeenObject[] seen) =>
        new TileMerging(.5, MergeOverlap.Smaller).Merge(seen).Select(static d => (d.Box, d.Score));

    private static SeenObject Seen(TileWindow window, float x1, float y1, float x2, float y2, float score, int label = 0) =>
        SeenObject.In(window, s_picture, new(new Box(x1, y1, x2, y2).Shift(-window.X, -window.Y), label, score));
}
