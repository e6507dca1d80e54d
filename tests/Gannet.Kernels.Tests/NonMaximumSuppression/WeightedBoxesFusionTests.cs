using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class WeightedBoxesFusionTests
{
    // Weights .8 and .4: (0·.8 + 3·.4) / 1.2 = 1 and (10·.8 + 13·.4) / 1.2 = 11. IoU 70 / 130 is below .55, so a lower threshold is needed.
    [Theory]
    [InlineData(1, .6f)]
    [InlineData(2, .6f)]
    [InlineData(3, .4f)]
    [InlineData(6, .2f)]
    public void A_fused_box_is_the_mean_by_score_and_its_score_falls_with_the_models_that_missed_it(int models, float score) => Check(
        [new(0, new(1, 0, 11, 10), score)], WeightedBoxesFusion.Fuse([new(0, 0, 10, 10), new(3, 0, 13, 10)], [.8f, .4f], models, .5));

    // As above, the IoU of 70 / 130 = .538 does not exceed the paper's .55.
    [Fact]
    public void Boxes_that_overlap_less_stay_apart_and_each_counts_as_found_once() => Check(
        [new(0, new(0, 0, 10, 10), .4f), new(1, new(3, 0, 13, 10), .2f)],
        WeightedBoxesFusion.Fuse([new(0, 0, 10, 10), new(3, 0, 13, 10)], [.8f, .4f], 2));

    // The third box overlaps the first by 6 / 14 = .43 and the second by 8 / 12 = .67. The fused box of those two, [1, 11] (equal weights),
    // overlaps it by 7 / 13 = .54: clusters are compared by their fused box.
    [Theory]
    [InlineData(.53, 1)]
    [InlineData(.55, 2)]
    public void A_box_is_compared_with_the_fused_box(double threshold, int clusters) => Assert.Equal(clusters, WeightedBoxesFusion.Fuse(
        [new(0, 0, 10, 10), new(2, 0, 12, 10), new(4, 0, 14, 10)], [.6f, .6f, .6f], 3, threshold).Length);

    // The last box overlaps the first by 8 / 12 and the second, which is no part of the first cluster, by 9 / 11.
    [Fact]
    public void A_box_joins_the_cluster_it_overlaps_most() => Check(
        [new(0, new(0, 0, 10, 10), .45f), new(1, new(2.4444444f, 4.4444447f, 12.444445f, 14.444445f), .45f)],
        WeightedBoxesFusion.Fuse([new(0, 0, 10, 10), new(2, 5, 12, 15), new(3, 3.75f, 13, 13.75f)], [.9f, .5f, .4f], 2, .3));

    // Of equal scores and equal overlaps, the first in the input.
    [Fact]
    public void Ties_keep_the_order_of_the_input() => Assert.Equal([0, 1], WeightedBoxesFusion.Fuse(
        [new(0, 0, 10, 10), new(50, 0, 60, 10)], [.5f, .5f], 1).Select(static m => m.Position));

    // Two boxes of one model in a cluster count as one: .6 / 2 · min(1, 2) / 1.
    [Fact]
    public void More_boxes_than_models_do_not_raise_the_score_above_the_mean() => Check(
        [new(0, new(0, 0, 10, 10), .3f)], WeightedBoxesFusion.Fuse([new(0, 0, 10, 10), new(0, 0, 10, 10)], [.4f, .2f], 1));

    [Fact]
    public void Boxes_of_score_zero_have_no_weight() => Check(
        [new(0, new(0, 0, 10, 10), 0)], WeightedBoxesFusion.Fuse([new(0, 0, 10, 10), new(1, 0, 11, 10)], [0, 0], 2));

    [Fact]
    public void Classes_stay_apart() => Check(
        [new(0, new(0, 0, 10, 10), .9f), new(1, new(0, 0, 10, 10), .8f)],
        WeightedBoxesFusion.FusePerClass([new(0, 0, 10, 10), new(0, 0, 10, 10)], [.9f, .8f], [1, 0], 1));

    [Fact]
    public void Equals_the_plain_algorithm() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
    {
        float[] scores = [.. sample.Scores.Select(Math.Abs)];
        return WeightedBoxesFusion.Fuse(sample.Boxes, scores, 3, .4).SequenceEqual(Plain(sample.Boxes, scores, 3, .4));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Box[] boxes = [new(0, 0, 10, 10)];
        Assert.Throws<ArgumentException>("scores", () => WeightedBoxesFusion.Fuse(boxes, [-.1f], 1));
        Assert.Throws<ArgumentException>("scores", () => WeightedBoxesFusion.Fuse(boxes, [float.NaN], 1));
        Assert.Throws<ArgumentException>("scores", () => WeightedBoxesFusion.Fuse(boxes, [], 1));
        Assert.Throws<ArgumentOutOfRangeException>("models", () => WeightedBoxesFusion.Fuse(boxes, [1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => WeightedBoxesFusion.Fuse(boxes, [1], 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => WeightedBoxesFusion.Fuse(boxes, [1], 1, 1.1));
    }

    // The authors' loop: clusters are lists, and every fused box is computed from its list anew.
    private static MergedBox[] Plain(Box[] boxes, float[] scores, int models, double threshold)
    {
        var clusters = new List<List<int>>();
        foreach (var k in Enumerable.Range(0, boxes.Length).OrderByDescending(k => scores[k]))
        {
            var best = clusters.Select(c => (Cluster: c, Overlap: (double)Iou.Of(Mean(c), boxes[k]))).OrderByDescending(static c => c.Overlap).FirstOrDefault();
            if (best.Overlap > threshold) best.Cluster.Add(k);
            else clusters.Add([k]);
        }

        return [.. clusters.Select(c => new MergedBox(c[0], Mean(c), (float)(c.Sum(k => (double)scores[k]) / c.Count * Math.Min(models, c.Count) / models)))
            .OrderByDescending(static m => m.Score).ThenBy(static m => m.Position)];

        Box Mean(List<int> cluster)
        {
            double sum = cluster.Sum(k => (double)scores[k]);
            return sum == 0 ? boxes[cluster[0]] : new(Of(static b => b.X1), Of(static b => b.Y1), Of(static b => b.X2), Of(static b => b.Y2));
            float Of(Func<Box, float> edge) => (float)(cluster.Sum(k => (double)edge(boxes[k]) * scores[k]) / sum);
        }
    }

    private static bool IsSame(MergedBox a, MergedBox b) => Math.Abs(a.Score - b.Score) < 1e-6 && Math.Abs(a.Box.X1 - b.Box.X1) < 1e-4
        && Math.Abs(a.Box.Y1 - b.Box.Y1) < 1e-4 && Math.Abs(a.Box.X2 - b.Box.X2) < 1e-4 && Math.Abs(a.Box.Y2 - b.Box.Y2) < 1e-4;

    private static void Check(MergedBox[] expected, MergedBox[] actual)
    {
        Assert.Equal(expected.Select(static m => m.Position), actual.Select(static m => m.Position));
        Assert.All(expected.Zip(actual), static pair => Assert.True(IsSame(pair.First, pair.Second), $"{pair.First} is {pair.Second}"));
    }
}
