using FsCheck;
using FsCheck.Fluent;
using Gannet.Vision.Assignment;

namespace Gannet.Vision.Tests.Assignment;

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

    [Fact]
    public void Draws_distinct_boxes_of_the_right_kind() => Prop.ForAll(
        (from matches in Gen.Choose(-2, 2).ArrayOf() from size in Gen.Choose(0, 30) from quarter in Gen.Choose(0, 4) select (matches, size, quarter)).ToArbitrary(),
        static p =>
        {
            var sample = new BalancedSampler(p.size, p.quarter / 4.0).Sample(p.matches, new Random(7));
            return sample.Positive.All(k => p.matches[k] >= 0) && sample.Negative.All(k => p.matches[k] == BoxMatcher.Background)
                && sample.Positive.Distinct().Count() == sample.Positive.Length && sample.Negative.Distinct().Count() == sample.Negative.Length
                && sample.Positive.Length <= p.size * p.quarter / 4.0 && sample.Count <= p.size
                && (sample.Count == p.size || sample.Negative.Length == p.matches.Count(static m => m == BoxMatcher.Background));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_box_is_drawn_equally_often()
    {
        var (random, counts) = (new Random(5), new int[10]);
        for (var k = 0; k < 5000; k++)
        {
            foreach (var box in new BalancedSampler(3, 0).Sample(Enumerable.Repeat(BoxMatcher.Background, 10).ToArray(), random).Negative) counts[box]++;
        }

        foreach (var count in counts) Assert.InRange(count, 1350, 1650); // 1500 ± 4.6 deviations
    }
}
