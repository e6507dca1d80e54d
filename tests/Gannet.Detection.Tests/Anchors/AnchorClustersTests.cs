using Gannet.Detection.Anchors;

namespace Gannet.Detection.Tests.Anchors;

public sealed class AnchorClustersTests
{
    [Fact]
    public void Objects_of_two_shapes_give_these_two_shapes()
    {
        (float, float)[] objects = [(10, 20), (30, 30), (10, 20), (30, 30), (30, 30)];
        Assert.Equal([(10, 20), (30, 30)], AnchorClusters.Of(objects, 2));
        Assert.Equal(1, AnchorClusters.Fit(objects, AnchorClusters.Of(objects, 2)), 9);
    }

    // By hand: 10 × 10 and 12 × 12 are nearer to each other (IoU 100 / 144) than either is to 40 × 40.
    [Fact]
    public void A_shape_is_the_mean_of_the_objects_that_it_fits_best()
    {
        var shapes = AnchorClusters.Of([(10, 10), (40, 40), (12, 12)], 2);
        Assert.Equal([(11, 11), (40, 40)], shapes);
        Assert.Equal((100 / 121.0 + 121 / 144.0 + 1) / 3, AnchorClusters.Fit([(10, 10), (40, 40), (12, 12)], shapes), 6);
    }

    [Fact]
    public void More_shapes_than_different_objects_are_not_made_up()
    {
        Assert.Equal([(5, 8)], AnchorClusters.Of([(5, 8), (5, 8)], 4));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(9)]
    public void More_shapes_fit_no_worse_and_the_order_of_the_objects_does_not_matter(int count)
    {
        var random = new Random(count);
        (float, float)[] objects = [.. Enumerable.Range(0, 200).Select(_ => (5 + 100 * random.NextSingle(), 5 + 100 * random.NextSingle()))];
        var shapes = AnchorClusters.Of(objects, count);
        Assert.Equal(count, shapes.Count);
        Assert.True(AnchorClusters.Fit(objects, shapes) > AnchorClusters.Fit(objects, [(200, 200)]));
        random.Shuffle(objects);
        Assert.Equal(shapes, AnchorClusters.Of(objects, count));
    }

    [Fact]
    public void An_object_without_a_shape_is_refused() => Assert.Throws<ArgumentException>(() => AnchorClusters.Of([(3, 4), (0, 4)], 1));
}
