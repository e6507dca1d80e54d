using Gannet.Detection;
using Gannet.Training.Augmentations;

namespace Gannet.Training.Tests.Augmentations;

public sealed class PlacedImageTests
{
    // 10 × 20 fits into 30 × 30 as 15 × 30: objects grow by a half, and only the column is free.
    [Fact]
    public void An_image_just_fits()
    {
        GroundTruth truth = new([new(2, 4, 6, 10), new(-4, 0, 2, 2)], [0, 1]) { Crowds = [new(0, 0, 2, 2)] };
        var places = new HashSet<int>();
        for (var seed = 0; seed < 100; seed++)
        {
            var placed = PlacedImage.Fit(FlatPool.Flat(10, 20, 7), truth, 30, 30, new Random(seed));
            Assert.Equal((15, 30, 0), (placed.Image.Width, placed.Image.Height, placed.Top));
            Assert.Equal([new(3 + placed.Left, 6, 9 + placed.Left, 15), new(placed.Left, 0, 3 + placed.Left, 3)], placed.GroundTruth.Boxes);
            Assert.Equal([new(placed.Left, 0, placed.Left + 3, 3)], placed.GroundTruth.Crowds);
            places.Add(placed.Left);
        }

        Assert.Equal((0, 15), (places.Min(), places.Max()));
    }

    [Fact]
    public void The_same_size_stays() => Assert.Equal((0, 0), PlacedImage.Fit(new Image(5, 4), GroundTruth.None, 5, 4, new Random(1)) is var p ? (p.Left, p.Top) : (1, 1));
}
