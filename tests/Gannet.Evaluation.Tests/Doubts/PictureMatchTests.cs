using Gannet.Datasets.Tests;
using Gannet.Evaluation.Doubts;

namespace Gannet.Evaluation.Tests.Doubts;

public sealed class PictureMatchTests
{
    [Fact]
    public void The_largest_overlap_is_matched_first_and_one_to_one()
    {
        // Both labels overlap the first detection; the second label fits it exactly, so the first label gets the other one.
        var match = PictureMatch.Of(
            [Scene.Object(5, 0, 25, 20), Scene.Object(0, 0, 20, 20)],
            [new(new(0, 0, 20, 20), 0, .9f), new(new(14, 0, 34, 20), 1, .8f), new(new(1, 0, 21, 20), 1, .7f), new(new(90, 90, 99, 99), 0, .6f)], same: .5, least: .2);
        Assert.Equal([.8f, .9f], match.SeenFor.Select(static d => d!.Value.Score));
        Assert.Equal(.6f, Assert.Single(match.Unmatched).Score); // .7 stands for the object of .9
    }

    [Fact]
    public void Too_little_overlap_is_no_match()
    {
        var match = PictureMatch.Of([Scene.Object(0, 0, 20, 20)], [new(new(15, 0, 35, 20), 0, .9f)], same: .5, least: .2);
        Assert.Null(Assert.Single(match.SeenFor));
        Assert.Single(match.Unmatched);
    }
}
