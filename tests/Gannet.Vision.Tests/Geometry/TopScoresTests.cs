using FsCheck;
using FsCheck.Fluent;

namespace Gannet.Vision.Tests;

public sealed class TopScoresTests
{
    private static readonly Gen<float> s_score = Gen.Frequency(
        (8, Gen.Choose(-5, 5).Select(static s => s / 4f)),
        (1, Gen.Elements(float.NaN, 0f, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MinValue)));

    [Fact]
    public void Equals_a_stable_sort() => Prop.ForAll(
        (from scores in s_score.ArrayOf() from count in Gen.Choose(0, 60) select (scores, count)).ToArbitrary(),
        static sample => TopScores.Select(sample.scores, sample.count).SequenceEqual(Enumerable.Range(0, sample.scores.Length)
            .OrderByDescending(k => float.IsNaN(sample.scores[k]) ? 0 : 1).ThenByDescending(k => sample.scores[k] + 0f).Take(sample.count)))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void Many_scores_equal_a_stable_sort()
    {
        var random = new Random(3);
        float[] scores = [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(3000) / 7f - 200)];
        Assert.Equal(Enumerable.Range(0, scores.Length).OrderByDescending(k => scores[k]).Take(1000), TopScores.Select(scores, 1000));
    }

    [Fact]
    public void A_negative_count_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(static () => TopScores.Select([1], -1));
}
