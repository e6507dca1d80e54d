using Gannet.Kernels.NonMaximumSuppression;

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

    private static void Check(RescoredBox[] expected, RescoredBox[] actual)
    {
        Assert.Equal(expected.Select(static b => b.Position), actual.Select(static b => b.Position));
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i].Score, actual[i].Score, 1e-6f);
    }
}
