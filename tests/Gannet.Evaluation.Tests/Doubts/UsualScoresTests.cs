using Gannet.Evaluation.Doubts;

namespace Gannet.Evaluation.Tests.Doubts;

public sealed class UsualScoresTests
{
    [Fact]
    public void A_score_is_compared_with_the_median_and_with_all()
    {
        var usual = new UsualScores([.5f, .25f, 1]);
        Assert.Equal([.5, 1, 1], [usual.Confidence(.25f), usual.Confidence(.5f), usual.Confidence(.9f)]);
        Assert.Equal([0, 1 / 3.0, 2 / 3.0, 1], [usual.ShareBelow(.1f), usual.ShareBelow(.25f), usual.ShareBelow(.9f), usual.ShareBelow(1)]);
    }

    [Fact]
    public void A_class_without_matches_has_a_usual_score_too() => Assert.Equal(.5, new UsualScores([]).ShareBelow(.45f), .0001);
}
