using Gannet.Datasets.Tests;
using Gannet.Evaluation.Confusions;

namespace Gannet.Evaluation.Tests.Confusions;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Each_object_counts_once_and_each_detection_too()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var (dataset, detections) = Made.Random(seed);
            var matches = Made.Matches(dataset, detections);
            var matrix = ConfusionMatrix.Compute(matches);
            Assert.Equal(matches.ObjectsPerClass, Enumerable.Range(0, 3).Select(matrix.RowSum));
            for (var label = 0; label < 3; label++)
            {
                Assert.Equal(matches.Detections.Count(d => d.Label == label), Enumerable.Range(0, 4).Sum(truth => matrix[truth, label]));
                Assert.Equal(matches.Detections.Count(d => d.Label == label && d.IsTrue), matrix[label, label]);
            }

            Assert.Equal(0, matrix[3, 3]);
        }
    }

    [Fact]
    public void An_object_that_is_already_found_is_not_taken_for_another_class()
    {
        var matrix = ConfusionMatrix.Compute(Made.Matches(
            [Scene.Object(0, 0, 10, 10), Scene.Object(50, 0, 60, 10), Scene.Object(90, 0, 99, 9)],
            Made.Found(.5f, 0, 0, 10, 10), Made.Found(.9f, 0, 0, 10, 10, 1), Made.Found(.8f, 50, 0, 60, 10, 1)));
        Assert.Equal((1, 1, 1), (matrix[0, 0], matrix[0, 1], matrix[0, matrix.Background]));
        Assert.Equal(1, matrix[matrix.Background, 1]);
    }
}
