using Gannet.Detection.Boxes;

namespace Gannet.Detection.Tests.Boxes;

public sealed class SurvivorOrderTests
{
    [Fact]
    public void Few_candidates_keep_the_order_of_suppression() =>
        Assert.Equal([2, 0], SurvivorOrder.Best([2, 0, 1], [.5f, .5f, .9f], limit: 2));

    [Fact]
    public void Many_candidates_without_ties_keep_it_too()
    {
        float[] scores = [.. Enumerable.Range(0, 1500).Select(static k => k / 1500f)];
        Assert.Equal([7, 5, 3], SurvivorOrder.Best([7, 5, 3], scores, limit: 9));
    }

    [Fact]
    public void Ties_are_permuted_within_a_score_only()
    {
        float[] scores = [.. Enumerable.Range(0, 1500).Select(static k => k < 400 ? 1f : .5f)];
        var best = SurvivorOrder.Best([.. Enumerable.Range(0, 1500)], scores, limit: 600);
        Assert.Equal(600, best.Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 400), best[..400].Order());
    }
}
