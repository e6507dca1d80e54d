using Gannet.Datasets.Tests;
using Gannet.Evaluation.Thresholds;

namespace Gannet.Evaluation.Tests.Thresholds;

public sealed class BestThresholdTests
{
    [Fact]
    public void The_best_of_all_thresholds_is_found()
    {
        // Right at .9, wrong at .8, right at .7, wrong at .6: F1 is 2/3, 1/2, 4/5, 2/3.
        var best = BestThreshold.PerClass(Made.Matches(
            [Scene.Object(0, 0, 10, 10), Scene.Object(50, 0, 60, 10)],
            Made.Found(.9f, 0, 0, 10, 10), Made.Found(.8f, 80, 0, 90, 10), Made.Found(.7f, 50, 0, 60, 10), Made.Found(.6f, 99, 0, 109, 10)));
        Assert.Equal((.7f, 2, 3), ((float)best[0].Threshold, best[0].Found, best[0].Kept));
        Assert.Equal(.8, best[0].F1, 1e-12);
        Assert.Equal(2.0 / 3, best[0].Precision, 1e-12);
        Assert.Equal(1, best[0].Recall);
        Assert.Equal((double.PositiveInfinity, -1, -1), (best[1].Threshold, best[1].F1, best[1].Precision));
    }

    [Fact]
    public void Equal_scores_are_kept_together_and_of_equal_thresholds_the_highest_is_taken()
    {
        var best = BestThreshold.PerClass(Made.Matches(
            [Scene.Object(0, 0, 10, 10), Scene.Object(50, 0, 60, 10)], Made.Found(.5f, 0, 0, 10, 10), Made.Found(.5f, 80, 0, 90, 10)))[0];
        Assert.Equal((.5, 1, 2), (best.Threshold, best.Found, best.Kept));
        Assert.Equal(double.PositiveInfinity, BestThreshold.PerClass(Made.Matches([Scene.Object(0, 0, 10, 10)], Made.Found(.5f, 80, 0, 90, 10)))[0].Threshold);
    }
}
