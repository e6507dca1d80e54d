using FsCheck;
using FsCheck.Fluent;
using Gannet.Vision.Assignment;

namespace Gannet.Vision.Tests.Assignment;

public sealed class BoxMatcherTests
{
    private static readonly MatchOptions s_proposals = new();
    private static readonly MatchOptions s_regions = new() { Foreground = .5f, Background = .5f, ForceBestPerTruth = false };

    // torchvision's add-ground-truth-and-assign: the objects themselves are candidates.
    [Fact]
    public void Regions_with_the_objects_appended()
    {
        Box[] truths = [new(0, 0, 10, 10), new(20, 20, 40, 40)];
        Box[] candidates = [new(0, 0, 10, 9), new(30, 30, 50, 50), new(21, 21, 40, 40), .. truths];
        Assert.Equal([0, BoxMatcher.Background, 1, 0, 1], BoxMatcher.Match(candidates, truths, s_regions));
    }

    // torchvision's Matcher on the same matrix: three objects, four anchors.
    [Fact]
    public void The_rule_on_known_overlaps()
    {
        float[,] overlaps = { { .15f, .45f, .2f, .6f }, { .3f, .65f, .05f, .1f }, { .05f, .4f, .25f, .4f } };
        Assert.Equal([BoxMatcher.Ignored, 1, BoxMatcher.Background, 0], BoxMatcher.MatchOverlaps(overlaps, s_proposals));
        Assert.Equal([BoxMatcher.Background, 1, BoxMatcher.Background, 0], BoxMatcher.MatchOverlaps(overlaps, s_regions));
        float[,] untouched = { { 0, 0, 0 }, { .8f, .2f, .1f } };
        Assert.Equal([1, BoxMatcher.Background, BoxMatcher.Background], BoxMatcher.MatchOverlaps(untouched, s_proposals));
    }

    // §3.6: torchvision makes every box that misses such an object foreground.
    [Fact]
    public void An_object_that_nothing_overlaps_forces_no_box()
    {
        Box[] boxes = [new(0, 0, 10, 10), new(0, 0, 10, 4), new(100, 100, 110, 110)];
        Assert.Equal([0, BoxMatcher.Ignored, BoxMatcher.Background], BoxMatcher.Match(boxes, [new(0, 0, 10, 9), new(500, 500, 510, 510)], s_proposals));
    }

    [Fact]
    public void Without_objects_all_is_background()
    {
        Assert.Equal([-1, -1], BoxMatcher.Match([new(0, 0, 1, 1), new(0, 0, 2, 2)], [], s_proposals));
        Assert.Empty(BoxMatcher.Match([], [new(0, 0, 1, 1)], s_proposals));
    }

    [Fact]
    public void Equals_the_plain_double_loop() => Prop.ForAll(
        (from boxes in ArbitraryBoxes.One.ArrayOf() from truths in ArbitraryBoxes.One.ArrayOf() from force in Gen.Elements(true, false) select (boxes, truths, force)).ToArbitrary(),
        static p =>
        {
            var options = s_proposals with { ForceBestPerTruth = p.force };
            return BoxMatcher.Match(p.boxes, p.truths, options).SequenceEqual(Plain(p.boxes, p.truths, options));
        }).QuickCheckThrowOnFailure();

    // More pairs than one thread is given, boxes not a multiple of the vector width, and many ties.
    [Theory]
    [InlineData(30_001, 20)]
    [InlineData(9_999, 7)]
    public void Many_boxes_equal_the_plain_double_loop(int count, int truthCount)
    {
        var random = new Random(11);
        Box Draw() => Box.FromSize(random.Next(100) * 2, random.Next(100) * 2, 8 * random.Next(1, 6), 8 * random.Next(1, 6));
        Box[] boxes = [.. Enumerable.Range(0, count).Select(_ => Draw())], truths = [.. Enumerable.Range(0, truthCount).Select(_ => Draw())];
        Assert.Equal(Plain(boxes, truths, s_proposals), BoxMatcher.Match(boxes, truths, s_proposals));
    }

    private static int[] Plain(Box[] boxes, Box[] truths, MatchOptions options)
    {
        var own = new int[boxes.Length];
        var matches = new int[boxes.Length];
        for (var k = 0; k < boxes.Length; k++)
        {
            var best = -1f;
            for (var g = 0; g < truths.Length; g++)
            {
                if (Iou.Of(truths[g], boxes[k]) > best) (best, own[k]) = (Iou.Of(truths[g], boxes[k]), g);
            }

            matches[k] = truths.Length == 0 || best < options.Background ? BoxMatcher.Background : best >= options.Foreground ? own[k] : BoxMatcher.Ignored;
        }

        if (!options.ForceBestPerTruth || boxes.Length == 0) return matches;
        foreach (var truth in truths)
        {
            var best = boxes.Max(b => Iou.Of(truth, b));
            for (var k = 0; k < boxes.Length; k++)
            {
                if (best > 0 && Iou.Of(truth, boxes[k]) == best) matches[k] = own[k];
            }
        }

        return matches;
    }
}
