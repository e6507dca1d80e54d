using Gannet.Datasets.Tests;
using Gannet.Evaluation.Calibration;

namespace Gannet.Evaluation.Tests.Calibration;

public sealed class CalibrationCurveTests
{
    [Fact]
    public void The_error_is_the_weighted_distance_of_score_and_truth()
    {
        // Bin .7 to .8: mean .75, one of two true. Bin .2 to .3: mean .25, none of two true. A score of 1 belongs to the last bin.
        var curve = CalibrationCurve.Compute(Made.Matches(
            [Scene.Object(0, 0, 10, 10), Scene.Object(50, 0, 60, 10)],
            Made.Found(.75f, 0, 0, 10, 10), Made.Found(.75f, 0, 0, 10, 9), Made.Found(.25f, 80, 0, 90, 10), Made.Found(.25f, 90, 0, 99, 10), Made.Found(1, 50, 0, 60, 10, 1)))!;
        Assert.Equal((2, .75, .5), (curve.Bins[7].Detections, curve.Bins[7].MeanScore, curve.Bins[7].TrueShare));
        Assert.Equal((1, 1.0, 0.0), (curve.Bins[9].Detections, curve.Bins[9].MeanScore, curve.Bins[9].TrueShare));
        Assert.Equal(((2 * .25) + (2 * .25) + 1) / 5, curve.Error, 1e-12);
        Assert.Equal(0, curve.Bins[0].Detections);
    }

    [Fact]
    public void Scores_that_are_no_probabilities_have_no_calibration()
    {
        var matches = Made.Matches([], Made.Found(7, 0, 0, 10, 10));
        Assert.Null(CalibrationCurve.Compute(matches));
        var perClass = CalibrationCurve.PerClass(matches);
        Assert.Null(perClass[0]);
        Assert.Equal(-1, perClass[1]!.Error);
    }
}
