using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Matching;
using Gannet.Kernels.Sampling;

namespace Gannet.Kernels.Tests.Sampling;

public sealed class BalancedSamplerTests
{
    // kerod's counts, and matterport's 66 of 200.
    [Theory]
    [InlineData(64, .5, 150, 150, 32, 32)]
    [InlineData(64, .5, 10, 290, 10, 54)]
    [InlineData(64, .5, 10, 50, 10, 50)]
    [InlineData(500, .01, 5, 495, 5, 495)]
    [InlineData(200, .33, 500, 500, 66, 134)]
    [InlineData(256, .5, 0, 300, 0, 256)]
    public void Known_counts(int size, double fraction, int positives, int negatives, int drawnPositive, int drawnNegative)
    {
        int[] matches = [.. Enumerable.Repeat(3, positives), .. Enumerable.Repeat(BoxMatcher.Background, negatives)];
        var sample = new BalancedSampler(size, fraction).Sample(matches, new Random(1));
        Assert.Equal((drawnPositive, drawnNegative), (sample.Positive.Length, sample.Negative.Length));
    }

    // kerod's size "none": all foreground and its share of background. Matterport's: no more than that.
    [Theory]
    [InlineData(null, .01, false, 5, 900, 5, 495)]
    [InlineData(null, .01, false, 5, 100, 5, 100)]
    [InlineData(null, .25, false, 300, 2000, 300, 900)]
    [InlineData(null, .25, false, 0, 2000, 0, 0)]
    [InlineData(200, .33, true, 500, 500, 66, 134)]
    [InlineData(200, .33, true, 10, 500, 10, 20)]
    [InlineData(200, .33, true, 0, 500, 0, 0)]
    [InlineData(200, .33, true, 66, 100, 66, 100)]
    public void Known_counts_where_the_ratio_is_kept(
        int? size, double fraction, bool keepRatio, int positives, int negatives, int drawnPositive, int drawnNegative)
    {
        int[] matches = [.. Enumerable.Repeat(3, positives), .. Enumerable.Repeat(BoxMatcher.Background, negatives)];
        var sample = new BalancedSampler(size, fraction, keepRatio).Sample(matches, new Random(1));
        Assert.Equal((drawnPositive, drawnNegative), (sample.Positive.Length, sample.Negative.Length));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(10, true)]
    public void Keeping_a_ratio_of_nothing_is_refused(int? size, bool keepRatio) =>
        Assert.Throws<InvalidOperationException>(() => new BalancedSampler(size, 0, keepRatio).Sample([0, BoxMatcher.Background], new Random(1)));

    // kerod's own example: size 10, a fifth foreground, the shuffle replaced by the identity; its second object has weight 0.
    [Fact]
    public void Kerods_head_sample()
    {
        Box[] boxes = [.. Enumerable.Range(1, 20).Select(static i => new Box(0, 0, i, i))];
        var options = new MatchOptions { Foreground = .5f, Background = .5f, ForceBestPerTruth = false };
        var sampler = new BalancedSampler(10, .2);

        var first = sampler.Sample(BoxMatcher.Match(boxes, [new(0, 0, 1, 1), new(0, 0, 2, 2)], options, [1, 0]), new Unshuffled());
        Assert.Equal([1], first.Positive.Select(static k => k + 1));
        Assert.Equal(Enumerable.Range(3, 9), first.Negative.Select(static k => k + 1));

        Box truth = new(0, 0, 3, 3);
        var second = sampler.Sample(BoxMatcher.Match(boxes, [truth], options, [1]), new Unshuffled());
        Assert.Equal([3, 4], second.Positive.Select(static k => k + 1));
        Assert.Equal([1, 2, 5, 6, 7, 8, 9, 10], second.Negative.Select(static k => k + 1));
        var target = BoxCoder.Detections.Encode(boxes[3], truth);
        Assert.Equal([-1.25f, -1.25f, -1.4384105f, -1.4384105f], [target.X, target.Y, target.W, target.H], static (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    private sealed class Unshuffled : Random
    {
        public override int Next(int minValue, int maxValue) => minValue;
    }

    [Fact]
    public void Draws_distinct_boxes_of_the_right_kind() => Prop.ForAll(
        (from matches in Gen.Choose(-2, 2).ArrayOf()
         from size in Gen.Choose(0, 30)
         from quarter in Gen.Choose(0, 4)
         select (matches, size, quarter)).ToArbitrary(),
        static p =>
        {
            var sample = new BalancedSampler(p.size, p.quarter / 4.0).Sample(p.matches, new Random(7));
            return sample.Positive.All(k => p.matches[k] >= 0) && sample.Negative.All(k => p.matches[k] == BoxMatcher.Background)
                && sample.Positive.Distinct().Count() == sample.Positive.Length && sample.Negative.Distinct().Count() == sample.Negative.Length
                && sample.Positive.Length <= p.size * p.quarter / 4.0 && sample.Count <= p.size
                && (sample.Count == p.size || sample.Negative.Length == p.matches.Count(static m => m == BoxMatcher.Background));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draws_are_in_ascending_order()
    {
        int[] matches = [.. Enumerable.Range(0, 400).Select(static k => k % 2 == 0 ? 1 : BoxMatcher.Background)];
        var sample = new BalancedSampler(100, .5).Sample(matches, new Random(7));
        Assert.Equal(sample.Positive.Order(), sample.Positive);
        Assert.Equal(sample.Negative.Order(), sample.Negative);
        Assert.Throws<ArgumentNullException>("random", () => new BalancedSampler(100, .5).Sample([], null!));
    }

    [Fact]
    public void Every_box_is_drawn_equally_often()
    {
        var (random, counts) = (new Random(5), new int[10]);
        for (var k = 0; k < 5000; k++)
        {
            foreach (var box in new BalancedSampler(3, 0).Sample(Enumerable.Repeat(BoxMatcher.Background, 10).ToArray(), random).Negative) counts[box]++;
        }

        foreach (var count in counts) Assert.InRange(count, 1350, 1650); // 1500 ± 4.6 standard deviations
    }
}
