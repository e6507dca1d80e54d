using Gannet.Kernels.Ranking;

namespace Gannet.Kernels.Tests.Ranking;

public sealed class ScoreOrderTests
{
    private static readonly float[] s_odd =
        [0, -0f, 1, -1, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(700)]
    public void Floats_equal_a_stable_sort(int count)
    {
        var random = new Random(count);
        float[] scores = [.. Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? s_odd[random.Next(s_odd.Length)] : random.Next(-50, 50) / 8f)];
        Assert.Equal(Enumerable.Range(0, count).OrderByDescending(k => scores[k] + 0f), ScoreOrder.Descending(scores, count));
        Assert.Equal(ScoreOrder.Descending(scores, count), ScoreOrder.Descending([.. scores.Select(static s => (double)s)]));
    }

    // Neighbouring doubles that round to one float: half of the order depends on the lower 32 bits.
    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    [InlineData(700)]
    public void Doubles_equal_a_stable_sort(int count)
    {
        var random = new Random(count);
        double[] scores = [.. Enumerable.Range(0, count).Select(_ => random.Next(4) switch
        {
            0 => s_odd[random.Next(s_odd.Length)],
            1 => random.Next(-3, 3) + random.Next(5) * 1e-12,
            2 => -random.NextDouble(),
            _ => random.NextDouble(),
        })];
        scores[^1] = 1 + 1e-12; // not a float, so that no case takes the shortcut
        Assert.Equal(Enumerable.Range(0, count).OrderByDescending(k => scores[k] + 0.0), ScoreOrder.Descending(scores));
    }

    [Fact]
    public void Zeros_of_both_signs_are_equal()
    {
        Assert.Equal([0, 1, 2], ScoreOrder.Descending([-0f, 0f, -0f], 3));
        Assert.Equal([3, 0, 1, 2], ScoreOrder.Descending([-0.0, 0.0, -0.0, 1e-320]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void NaN_is_refused_and_named(int place)
    {
        var floats = new float[3];
        floats[place] = float.NaN;
        Assert.Contains($"Score {place} ", Assert.Throws<ArgumentException>("scores", () => ScoreOrder.Descending(floats, 3)).Message, StringComparison.Ordinal);
        double[] doubles = [.1, .2, .3];
        doubles[place] = double.NaN;
        Assert.Contains($"Score {place} ", Assert.Throws<ArgumentException>("scores", () => ScoreOrder.Descending(doubles)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_box_has_a_score()
    {
        Assert.Throws<ArgumentException>("scores", () => ScoreOrder.Descending([1f], 2));
        Assert.Throws<ArgumentException>("scores", () => ScoreOrder.Descending([1f, 2], 1));
    }

    [Fact]
    public void Rising_keeps_the_order_and_can_be_undone()
    {
        float[] rising = [float.NegativeInfinity, float.MinValue, -1, -float.Epsilon, 0, float.Epsilon, 1, float.MaxValue, float.PositiveInfinity];
        for (var k = 0; k < rising.Length; k++)
        {
            Assert.Equal(rising[k], ScoreOrder.FromRising(ScoreOrder.Rising(rising[k])));
            if (k > 0) Assert.True(ScoreOrder.Rising(rising[k - 1]) < ScoreOrder.Rising(rising[k]));
        }
    }
}
