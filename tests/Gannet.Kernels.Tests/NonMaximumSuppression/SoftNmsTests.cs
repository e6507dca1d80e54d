using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class SoftNmsTests
{
    private static readonly Box[] s_boxes = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(0, 0, 10, 5), new(20, 20, 30, 30), new(0, 0, 10, 10)];
    private static readonly float[] s_scores = [.9f, .8f, .7f, .6f, .5f];

    [Fact]
    public void Known_linear_decay() =>
        Check([new(0, .9f), new(2, .7f), new(3, .6f), new(1, .2554622f)], SoftNms.Linear(s_boxes, s_scores, .5f));

    [Fact]
    public void Known_gaussian_decay() => Check(
        [new(0, .9f), new(3, .6f), new(2, .4245715f), new(1, .2594428f), new(4, .0162481f)], SoftNms.Gaussian(s_boxes, s_scores, .5f));

    [Fact]
    public void Equal_scores_keep_their_order() =>
        Assert.Equal([0, 1, 2], SoftNms.Linear([new(0, 0, 1, 1), new(2, 2, 3, 3), new(4, 4, 5, 5)], [.5f, .5f, .5f]).Select(static b => b.Position));

    // The first box halves the score of the last, which then equals the second: .25, which is also the lowest score kept.
    [Theory]
    [InlineData(.25f, new[] { 0, 1, 2 })]
    [InlineData(.2500001f, new[] { 0 })]
    public void Scores_that_become_equal_keep_the_order_of_the_input(float minScore, int[] kept) => Assert.Equal(kept, SoftNms.Linear(
        [new(0, 0, 10, 10), new(100, 100, 110, 110), new(0, 0, 10, 5)], [1, .25f, .5f], .3f, minScore).Select(static b => b.Position));

    [Theory]
    [InlineData(-.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_threshold_is_an_overlap(float threshold) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(threshold), () => SoftNms.Linear(s_boxes, s_scores, threshold));

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => SoftNms.Linear(s_boxes, [1, 2, float.NaN, 4, 5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SoftNms.Gaussian(s_boxes, s_scores, 0));
    }

    [Theory]
    [InlineData(0f, .001f)]
    [InlineData(.3f, .001f)]
    [InlineData(.3f, .25f)]
    [InlineData(1f, -1f)]
    public void Linear_decay_equals_the_plain_algorithm(float threshold, float minScore) => Prop.ForAll(ArbitraryBoxes.Scored, sample =>
        SoftNms.Linear(sample.Boxes, sample.Scores, threshold, minScore).SequenceEqual(
            Plain(sample.Boxes, sample.Scores, minScore, iou => iou > threshold ? 1 - iou : 1))).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(.5f, .001f)]
    [InlineData(.1f, .2f)]
    public void Gaussian_decay_equals_the_plain_algorithm(float sigma, float minScore) => Prop.ForAll(ArbitraryBoxes.Scored, sample =>
        SoftNms.Gaussian(sample.Boxes, sample.Scores, sigma, minScore).SequenceEqual(
            Plain(sample.Boxes, sample.Scores, minScore, iou => MathF.Exp(-iou * iou / sigma)))).QuickCheckThrowOnFailure();

    // The paper's figure 2, word for word: take the best of the rest, lower all others, repeat; the dropped never return.
    private static RescoredBox[] Plain(Box[] boxes, float[] scores, float minScore, Func<float, float> weight)
    {
        var left = scores.Select(static (score, k) => new RescoredBox(k, score)).Where(b => b.Score >= minScore).ToList();
        var kept = new List<RescoredBox>();
        while (left.Count > 0)
        {
            var best = left.OrderByDescending(static b => b.Score).ThenBy(static b => b.Position).First();
            kept.Add(best);
            left = [.. left.Where(b => b != best).Select(b => b with { Score = b.Score * weight(Iou.Of(boxes[best.Position], boxes[b.Position])) })
                .Where(b => b.Score >= minScore)];
        }

        return [.. kept];
    }

    private static void Check(RescoredBox[] expected, RescoredBox[] actual)
    {
        Assert.Equal(expected.Select(static b => b.Position), actual.Select(static b => b.Position));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i].Score, actual[i].Score, 1e-6f);
    }
}
