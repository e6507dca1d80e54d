using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Ranking;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.Ranking;

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
    public void Every_plan_selects_the_same()
    {
        var random = new Random(31);
        float[] odd = [float.NaN, 0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, float.MinValue, float.MaxValue];
        foreach (var distinct in (int[])[1, 3, 100_000])
        {
            float[] scores = [.. Enumerable.Range(0, 5003).Select(_ => random.Next(9) == 0 ? odd[random.Next(8)] : random.Next(distinct) / 999f - 5)];
            int[] expected = [.. Enumerable.Range(0, scores.Length)
                .OrderByDescending(k => float.IsNaN(scores[k]) ? 0 : 1).ThenByDescending(k => scores[k] + 0f)];
            foreach (var count in (int[])[1, 700, 4900, 5002, 5003, 6000])
                Assert.All(KernelPlans.All, plan => Assert.Equal(expected.Take(count), TopScores.Select(scores, count, plan)));
        }
    }

    [Fact]
    public void Above_is_above() => Prop.ForAll(
        (from scores in s_score.ArrayOf() from threshold in s_score select (scores, threshold)).ToArbitrary(),
        static p => TopScores.Above(p.scores, p.threshold).SequenceEqual(
            Enumerable.Range(0, p.scores.Length).Where(k => p.scores[k] > p.threshold))).QuickCheckThrowOnFailure();

    [Fact]
    public void A_negative_count_is_refused() => Assert.Throws<ArgumentOutOfRangeException>("count", static () => TopScores.Select([1], -1));

    [Fact]
    public void Nothing_is_above_infinity() => Assert.Empty(TopScores.Above([1, float.PositiveInfinity, float.NaN], float.PositiveInfinity));
}
