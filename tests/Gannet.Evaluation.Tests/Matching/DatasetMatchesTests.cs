using Gannet.Datasets.Tests;
using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Tests.Matching;

public sealed class DatasetMatchesTests
{
    [Fact]
    public void A_higher_threshold_changes_nothing_but_what_is_kept()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var (dataset, detections) = Made.Random(seed);
            var kept = Made.Matches(dataset, detections).From([.3, .5, .7]);
            double[] thresholds = [.3, .5, .7];
            var again = Made.Matches(dataset, [.. detections.Select(found => found.Where(d => d.Score >= thresholds[d.Label]).ToArray())]);
            Assert.Equal(again.Detections.Select(static d => (d.Picture, d.Score, d.Truth)), kept.Detections.Select(static d => (d.Picture, d.Score, d.Truth)));
        }
    }

    [Fact]
    public void Beyond_a_hundred_per_picture_and_class_nothing_counts()
    {
        DetectedObject[] many = [.. Enumerable.Range(0, 150).Select(static k => Made.Found(k / 150f, k, 0, k + 1, 1)), Made.Found(.01f, 0, 0, 1, 1, 1)];
        var matches = Made.Matches([], many);
        Assert.Equal(101, matches.Detections.Count);
        Assert.Equal(1, matches.Detections[^1].Label);
    }

    [Fact]
    public void A_detection_knows_all_objects_of_other_classes_it_would_find()
    {
        var found = Assert.Single(Made.Matches(
            [Scene.Object(0, 0, 10, 10, 1), Scene.Object(0, 0, 10, 9, 1), Scene.Object(0, 0, 4, 10), Scene.Object(50, 50, 60, 60) with { IsCrowd = true }],
            Made.Found(.9f, 0, 0, 10, 9)).Detections);
        Assert.Equal([1, 0], found.OthersFound.Select(static o => o.Truth));
        Assert.Equal((2, 1), (found.SameClass.Truth, found.OtherClass.Truth));
        Assert.Equal(36.0 / 94, found.SameClass.Iou, 1e-12);
    }
}
