using Gannet.Datasets.Tests;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Tests.Errors;

public sealed class PictureErrorsTests
{
    [Fact]
    public void A_missed_object_weighs_more_than_a_doubtful_detection()
    {
        var matches = Made.Matches(
            Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 10, 10)), Scene.Image(2), Scene.Image(3)), [], [], [Made.Found(.5f, 0, 0, 5, 5), Made.Found(.25f, 9, 9, 12, 12)]);
        var ranked = PictureErrors.Rank(matches, DetectionError.Find(matches));
        Assert.Equal([(0, 1.0), (2, .75)], ranked.Select(static p => (p.Picture, p.Badness)));
        Assert.Equal([0, 1], ranked[1].Errors.Select(static e => e.Detection));
    }
}
