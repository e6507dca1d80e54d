using Gannet.Datasets.Tests;

namespace Gannet.Evaluation.Tests;

public sealed class EvaluationDetailsTests
{
    [Fact]
    public void All_parts_agree_with_each_other()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (dataset, detections) = Made.Random(seed);
            var (report, details) = (EvaluationReport.Compute(dataset, detections), EvaluationDetails.Compute(dataset, detections));
            Assert.Equal(report.Coco.AP50, details.Costs.AP50, 1e-9);
            Assert.Equal(details.Thresholds.Select(static best => best.Found), Enumerable.Range(0, 3).Select(k => details.Confusion[k, k]));
            Assert.Equal(details.Thresholds.Sum(static best => best.Kept), details.Kept.Detections.Count(d => double.IsFinite(details.Thresholds[d.Label].Threshold)));
        }
    }

    [Fact]
    public void Classes_that_a_picture_does_not_annotate_are_not_judged_in_it()
    {
        var dataset = Scene.Dataset(2, Scene.Image(1, Scene.Object(0, 0, 10, 10)) with { ActiveClasses = [0] });
        var details = EvaluationDetails.Compute(dataset, [[Made.Found(.9f, 0, 0, 10, 10), Made.Found(.9f, 0, 0, 10, 10, 1)]]);
        Assert.Empty(details.Errors);
        Assert.Single(details.Matches.Detections);
    }

    [Fact]
    public void Detections_that_do_not_belong_to_the_data_are_refused()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1));
        Assert.Throws<ArgumentException>(() => EvaluationDetails.Compute(dataset, []));
        Assert.Throws<ArgumentException>(() => EvaluationDetails.Compute(dataset, [[Made.Found(.9f, 0, 0, 1, 1, 1)]]));
        Assert.Throws<ArgumentException>(() => EvaluationDetails.Compute(dataset, [[Made.Found(float.NaN, 0, 0, 1, 1)]]));
    }
}
