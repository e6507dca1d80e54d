using Gannet.Datasets.Statistics;

namespace Gannet.Datasets.Tests.Statistics;

public class DatasetStatisticsTests
{
    [Fact]
    public void Counts_are_those_of_the_scene()
    {
        var crowd = Scene.Object(100, 100, 199, 199, label: 1) with { IsCrowd = true };
        var dataset = Scene.Dataset(
            2,
            Scene.Image(1, Scene.Object(0, 0, 10, 20), Scene.Object(5, 5, 55, 55), crowd),
            Scene.Image(2),
            Scene.Image(3, Scene.Object(0, 0, 10, 10)));
        var statistics = DatasetStatistics.Compute(dataset);

        Assert.Equal((3, 1, 4, 1), (statistics.Images, statistics.Negatives, statistics.Boxes, statistics.Crowds));
        Assert.Equal([new("class0", 3, 2), new("class1", 1, 1)], statistics.PerClass);
        Assert.Equal((2, 1, 1), (statistics.Small, statistics.Medium, statistics.Large));
        Assert.Equal(0.5, statistics.OverlappingShare);
        Assert.Equal(1, statistics.BoxesPerImage.Median);
        Assert.Equal(2, statistics.BoxAspect.Maximum);
        Assert.Equal(new ImageSizeCount(200, 200, 3), Assert.Single(statistics.ImageSizes));
    }

    [Fact]
    public void An_empty_data_set_has_zeros() => Assert.Equal(0, DatasetStatistics.Compute(Scene.Dataset(0)).OverlappingShare);

    [Fact]
    public void Touching_boxes_do_not_overlap() =>
        Assert.Equal(
            0, DatasetStatistics.Compute(
                Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 10, 10), Scene.Object(10, 0, 20, 10)))).OverlappingShare);
}
