using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Matching;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.Matching;

public sealed class BoxMatcherTests
{
    private static readonly MatchOptions s_proposals = new();
    private static readonly MatchOptions s_giou = new() { Overlap = BoxOverlap.Giou, Foreground = .5f, Background = -.2f };
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
        Assert.Equal([BoxMatcher.Ignored, 1, BoxMatcher.Background, 0], TableMeasure.Match(overlaps, s_proposals));
        Assert.Equal([BoxMatcher.Background, 1, BoxMatcher.Background, 0], TableMeasure.Match(overlaps, s_regions));
        float[,] untouched = { { 0, 0, 0 }, { .8f, .2f, .1f } };
        Assert.Equal([1, BoxMatcher.Background, BoxMatcher.Background], TableMeasure.Match(untouched, s_proposals));
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
        (from boxes in ArbitraryBoxes.One.ArrayOf()
         from truths in ArbitraryBoxes.One.ArrayOf()
         from force in Gen.Elements(true, false)
         from overlap in Gen.Elements(BoxOverlap.Iou, BoxOverlap.Giou)
         select (boxes, truths, force, overlap)).ToArbitrary(),
        static p =>
        {
            var options = (p.overlap == BoxOverlap.Giou ? s_giou : s_proposals) with { ForceBestPerTruth = p.force };
            return BoxMatcher.Match(p.boxes, p.truths, options).SequenceEqual(Plain(p.boxes, p.truths, options));
        }).QuickCheckThrowOnFailure();

    // More pairs than one thread is given, boxes not a multiple of the vector width, and many ties.
    [Theory]
    [InlineData(30_001, 20, BoxOverlap.Iou)]
    [InlineData(9_999, 7, BoxOverlap.Iou)]
    [InlineData(30_001, 20, BoxOverlap.Giou)]
    [InlineData(9_999, 7, BoxOverlap.Giou)]
    public void Many_boxes_equal_the_plain_double_loop(int count, int truthCount, BoxOverlap overlap)
    {
        var random = new Random(11);
        Box Draw() => Box.FromSize(random.Next(100) * 2, random.Next(100) * 2, 8 * random.Next(1, 6), 8 * random.Next(1, 6));
        Box[] boxes = [.. Enumerable.Range(0, count).Select(_ => Draw())], truths = [.. Enumerable.Range(0, truthCount).Select(_ => Draw())];
        var options = overlap == BoxOverlap.Giou ? s_giou : s_proposals;
        Assert.Equal(Plain(boxes, truths, options), BoxMatcher.Match(boxes, truths, options));
    }

    // More pairs than one thread is given; odd boxes on both sides.
    [Theory]
    [InlineData(30_003, 25, BoxOverlap.Iou)]
    [InlineData(30_003, 25, BoxOverlap.Giou)]
    [InlineData(77, 5, BoxOverlap.Iou)]
    [InlineData(77, 5, BoxOverlap.Giou)]
    public void Every_plan_equals_the_plain_double_loop(int count, int truthCount, BoxOverlap overlap)
    {
        var random = new Random(13);
        Box[] boxes = OddBoxes.Mixed(count, random), truths = OddBoxes.Mixed(truthCount, random);
        foreach (var force in (bool[])[true, false])
        {
            var options = (overlap == BoxOverlap.Giou ? s_giou : s_proposals) with { ForceBestPerTruth = force };
            var expected = Plain(boxes, truths, options);
            Assert.All(KernelPlans.All, plan => Assert.Equal(expected, BoxMatcher.MatchWith(plan, boxes, truths, options)));
        }
    }

    // The second box shares a corner with the object: enough by IoU, but by GIoU the empty corners count against it.
    [Fact]
    public void Giou_judges_otherwise_than_iou()
    {
        Box truth = new(0, 0, 10, 10);
        Box[] boxes = [new(0, 0, 10, 5), new(4, 4, 14, 14), new(30, 0, 40, 10)];
        var options = new MatchOptions { Foreground = .2f, Background = 0, ForceBestPerTruth = false };
        Assert.Equal([0, 0, BoxMatcher.Ignored], BoxMatcher.Match(boxes, [truth], options));
        Assert.Equal([.5f, .0562f, -.5f], boxes.Select(b => Giou.Of(truth, b)), static (a, b) => Math.Abs(a - b) < 1e-4f);
        Assert.Equal([0, BoxMatcher.Ignored, BoxMatcher.Background], BoxMatcher.Match(boxes, [truth], options with { Overlap = BoxOverlap.Giou }));
        // Negative thresholds distinguish boxes that IoU cannot: all of them miss the object.
        Box[] missing = [new(11, 0, 21, 10), new(60, 0, 70, 10)];
        var negative = new MatchOptions { Overlap = BoxOverlap.Giou, Foreground = -.1f, Background = -.5f };
        Assert.Equal([0, BoxMatcher.Background], BoxMatcher.Match(missing, [truth], negative));
    }

    // GIoU always ranks one box first, however far away: it is forced only if it touches the object.
    [Fact]
    public void By_giou_the_nearest_box_is_forced_only_if_it_touches()
    {
        Box[] boxes = [new(10, 0, 20, 10), new(100, 100, 110, 110), new(150, 150, 160, 160)];
        Assert.Equal([0, BoxMatcher.Background, BoxMatcher.Background], BoxMatcher.Match(boxes, [new(0, 0, 10, 10)], s_giou with { Background = .1f }));
        Assert.Equal([-1, -1, -1], BoxMatcher.Match(boxes, [new(0, 0, 9, 10)], s_giou with { Background = .1f }));
        // Vectors give the same result as single boxes.
        Box[] many = [.. Enumerable.Repeat(boxes, 10).SelectMany(static b => b)];
        Assert.Equal(10, BoxMatcher.Match(many, [new(0, 0, 10, 10)], s_giou with { Background = .1f }).Count(static m => m == 0));
        Assert.DoesNotContain(0, BoxMatcher.Match(many, [new(0, 0, 9, 10)], s_giou with { Background = .1f }));
    }

    // kerod: a box that shows an object of weight 0 takes no part; one that shows little of it is still background.
    [Fact]
    public void Boxes_of_an_object_without_weight_are_ignored()
    {
        Box[] boxes = [new(0, 0, 1, 1), new(0, 0, 2, 2), new(0, 0, 3, 3)], truths = [new(0, 0, 1, 1), new(0, 0, 2, 2)];
        Assert.Equal([0, 1, BoxMatcher.Background], BoxMatcher.Match(boxes, truths, s_regions));
        Assert.Equal([0, BoxMatcher.Ignored, BoxMatcher.Background], BoxMatcher.Match(boxes, truths, s_regions, [1, 0]));
        Assert.Equal([0, 1, BoxMatcher.Background], BoxMatcher.Match(boxes, truths, s_regions, [1, .5f]));
        Assert.Equal([BoxMatcher.Ignored, 1, BoxMatcher.Background], BoxMatcher.Match(boxes, truths, s_regions, [0, 1]));
        Assert.Throws<ArgumentException>(() => BoxMatcher.Match(boxes, truths, s_regions, [1]));
    }

    // The thresholds of the Faster R-CNN paper, for proposals.
    [Fact]
    public void Thresholds_are_the_papers_unless_stated() =>
        Assert.Equal(new MatchOptions { Foreground = .7f, Background = .3f, ForceBestPerTruth = true, Overlap = BoxOverlap.Iou }, new MatchOptions());

    [Fact]
    public void Where_no_overlap_is_enough_the_first_object_has_all() =>
        Assert.Equal([0, 0], BoxMatcher.Match([new(90, 90, 99, 99), new(70, 70, 80, 80)], [new(0, 0, 9, 9), new(20, 0, 29, 9)], s_regions with { Foreground = 0, Background = 0 }));

    [Fact]
    public void Options_are_needed() => Assert.Throws<ArgumentNullException>("options", static () => BoxMatcher.Match([], [], null!));

    private static int[] Plain(Box[] boxes, Box[] truths, MatchOptions options)
    {
        var own = new int[boxes.Length];
        var matches = new int[boxes.Length];
        for (var k = 0; k < boxes.Length; k++)
        {
            var best = -2f;
            for (var g = 0; g < truths.Length; g++)
            {
                if (Overlap(truths[g], boxes[k]) > best) (best, own[k]) = (Overlap(truths[g], boxes[k]), g);
            }

            matches[k] = truths.Length == 0 || best < options.Background ? BoxMatcher.Background : best >= options.Foreground ? own[k] : BoxMatcher.Ignored;
        }

        if (!options.ForceBestPerTruth || boxes.Length == 0) return matches;
        foreach (var truth in truths)
        {
            var near = boxes.Where(b => Near(truth, b)).ToList();
            if (near.Count == 0) continue;
            var best = near.Max(b => Overlap(truth, b));
            for (var k = 0; k < boxes.Length; k++)
            {
                if (Near(truth, boxes[k]) && Overlap(truth, boxes[k]) == best) matches[k] = own[k];
            }
        }

        return matches;

        float Overlap(Box a, Box b) => options.Overlap == BoxOverlap.Giou ? Giou.Of(a, b) : Iou.Of(a, b);

        // Only boxes with a side of negative length are below −1.
        bool Near(Box a, Box b) => options.Overlap == BoxOverlap.Giou
            ? a.X1 <= b.X2 && b.X1 <= a.X2 && a.Y1 <= b.Y2 && b.Y1 <= a.Y2 && Giou.Of(a, b) >= -1
            : Iou.Of(a, b) > 0;
    }
}
