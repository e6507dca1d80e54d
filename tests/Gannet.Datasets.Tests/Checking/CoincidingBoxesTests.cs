using Gannet.Datasets.Checking;

namespace Gannet.Datasets.Tests.Checking;

public sealed class CoincidingBoxesTests
{
    [Fact]
    public void Two_names_for_one_place_are_a_pair()
    {
        // 100 × 100 moved by 10: IoU 9000 / 11000 = .818; moved by 12: 8800 / 11200 = .786.
        var dataset = Scene.Dataset(
            2, Scene.Image(1, Scene.Object(0, 0, 20, 20)),
            Scene.Image(2, Scene.Object(10, 0, 110, 100), Scene.Object(0, 0, 100, 100, 1), Scene.Object(22, 0, 122, 100, 1), Scene.Object(0, 0, 100, 100, 1) with { IsCrowd = true }));
        var pair = Assert.Single(CoincidingBoxes.Find(dataset));
        Assert.Equal((1, 0, 1), (pair.Picture, pair.First, pair.Second));
        Assert.Equal(9000 / 11000.0, pair.Overlap, .0001);
    }

    [Fact]
    public void Two_objects_of_one_class_are_no_pair() =>
        Assert.Empty(CoincidingBoxes.Find(Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 20, 20), Scene.Object(0, 0, 20, 20)))));
}
