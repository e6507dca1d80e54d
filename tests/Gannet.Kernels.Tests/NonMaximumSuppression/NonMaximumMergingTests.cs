using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class NonMaximumMergingTests
{
    // The whole has the lower score, and its left part claims it: IoS 1, IoU .4.
    [Fact]
    public void A_part_and_its_whole_become_the_whole_with_the_better_score()
    {
        Box[] boxes = [new(0, 0, 100, 10), new(0, 0, 40, 10), new(200, 0, 210, 10)];
        Assert.Equal([new(1, boxes[0], .9f), new(2, boxes[2], .3f)], NonMaximumMerging.Merge(boxes, [.8f, .9f, .3f]));
        Assert.Equal([1, 0, 2], NonMaximumMerging.Merge(boxes, [.8f, .9f, .3f], .5, MergeOverlap.Union).Select(static m => m.Position));
    }

    // The second and third each overlap the best by .6 of a box; the union reaches from the one to the other.
    [Fact]
    public void The_best_box_grows_by_all_that_it_claims() => Assert.Equal(
        [new MergedBox(0, new(6, 0, 24, 10), .9f)],
        NonMaximumMerging.Merge([new(10, 0, 20, 10), new(14, 0, 24, 10), new(6, 0, 16, 10)], [.9f, .8f, .7f]));

    // The last overlaps the grown box by .6, but the best only by .2: what counts is the best, or chains would grow without end.
    [Fact]
    public void What_only_the_grown_box_overlaps_is_not_claimed() => Assert.Equal(
        [new MergedBox(0, new(10, 0, 24, 10), .9f), new MergedBox(2, new(18, 0, 28, 10), .7f)],
        NonMaximumMerging.Merge([new(10, 0, 20, 10), new(14, 0, 24, 10), new(18, 0, 28, 10)], [.9f, .8f, .7f]));

    // IoU with the best: 80 / 120 and 80 / 120. The grown box is [8, 20], and its IoU with the last is 80 / 140 = .57: dropped, not merged.
    [Fact]
    public void What_the_grown_box_has_outgrown_is_dropped() => Assert.Equal(
        [new MergedBox(0, new(8, 0, 20, 10), .9f)],
        NonMaximumMerging.Merge([new(10, 0, 20, 10), new(8, 0, 18, 10), new(12, 0, 22, 10)], [.9f, .8f, .7f], .6, MergeOverlap.Union));

    [Fact]
    public void An_overlap_equal_to_the_threshold_does_not_merge()
    {
        Assert.Equal(2, NonMaximumMerging.Merge([new(0, 0, 10, 10), new(5, 0, 15, 10)], [1, 1], .5).Length);
        Assert.Single(NonMaximumMerging.Merge([new(0, 0, 10, 10), new(5, 0, 15, 10)], [1, 1], .49));
    }

    [Fact]
    public void Equals_the_plain_algorithm() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
        NonMaximumMerging.Merge(sample.Boxes, sample.Scores, .4).SequenceEqual(Plain(sample.Boxes, sample.Scores, .4, Ios.Of))
        && NonMaximumMerging.Merge(sample.Boxes, sample.Scores, .4, MergeOverlap.Union).SequenceEqual(Plain(sample.Boxes, sample.Scores, .4, Iou.Of)))
        .QuickCheckThrowOnFailure();

    // Merging by union keeps what suppression keeps, since both let only the best box decide.
    [Fact]
    public void Keeps_what_suppression_keeps() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
        NonMaximumMerging.Merge(sample.Boxes, sample.Scores, .4, MergeOverlap.Union).Select(static m => m.Position)
            .SequenceEqual(Nms.Keep(sample.Boxes, sample.Scores, .4))).QuickCheckThrowOnFailure();

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>("scores", () => NonMaximumMerging.Merge([new(0, 0, 1, 1)], [float.NaN]));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => NonMaximumMerging.Merge([], [], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("overlap", () => NonMaximumMerging.Merge([], [], .5, (MergeOverlap)7));
    }

    // SAHI's two steps: first who claims whom, then who grows whom.
    private static MergedBox[] Plain(Box[] boxes, float[] scores, double threshold, Func<Box, Box, float> overlap)
    {
        var left = Enumerable.Range(0, boxes.Length).OrderByDescending(k => scores[k]).ToList();
        var claims = new List<(int Best, List<int> Claimed)>();
        while (left.Count > 0)
        {
            var claimed = left.Skip(1).Where(k => overlap(boxes[left[0]], boxes[k]) > threshold).ToList();
            claims.Add((left[0], claimed));
            left = [.. left.Skip(1).Except(claimed)];
        }

        return [.. claims.Select(claim => new MergedBox(claim.Best, claim.Claimed.Aggregate(boxes[claim.Best], (grown, k) => overlap(grown, boxes[k]) > threshold
            ? new(Math.Min(grown.X1, boxes[k].X1), Math.Min(grown.Y1, boxes[k].Y1), Math.Max(grown.X2, boxes[k].X2), Math.Max(grown.Y2, boxes[k].Y2))
            : grown), scores[claim.Best]))];
    }
}
