using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Curves;

namespace Gannet.Evaluation.Tests.Curves;

public sealed class PrecisionRecallCurveTests
{
    [Fact]
    public void The_area_below_the_steps_is_average_precision()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var (dataset, detections) = Made.Random(seed);
            var scores = CocoEvaluator.Evaluate(dataset, detections);
            var curves = PrecisionRecallCurve.PerClass(Made.Matches(dataset, detections));
            for (var label = 0; label < 3; label++)
            {
                Assert.Equal(scores.PerClass[label].AP50, curves[label].AP50, 1e-9);
                if (scores.PerClass[label].Objects > 0) Assert.Equal(scores.PerClass[label].AP50, Area(curves[label].Steps()), 1e-9);
                else Assert.Empty(curves[label].Steps());
            }

            Assert.Equal(scores.AP50, PrecisionRecallCurve.Mean("all", curves).AP50, 1e-9);
        }
    }

    private static double Area(IReadOnlyList<(double X, double Y)> points) => points.Zip(points.Skip(1)).Sum(static pair => (pair.Second.X - pair.First.X) * (pair.First.Y + pair.Second.Y) / 2);
}
