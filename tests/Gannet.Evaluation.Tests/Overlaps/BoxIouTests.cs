using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests.Overlaps;

public sealed class BoxIouTests
{
    // Two detections and three objects: a transposed or shifted matrix shows.
    [Fact]
    public void Overlaps_are_a_row_per_detection()
    {
        Annotation[] objects = [Scene.Object(0, 0, 4, 4), Scene.Object(2, 0, 6, 4), Scene.Object(0, 0, 8, 8)];
        var (areas, ious) = Measure(objects, new Box(0, 0, 4, 4), new Box(0, 2, 4, 6));
        Assert.Equal([16, 16], areas);
        Assert.Equal([1, 8 / 24d, 16 / 64d, 8 / 24d, 4 / 28d, 16 / 64d], ious);
    }

    [Theory]
    [InlineData(4, 0, 8, 4)]     // side by side
    [InlineData(0, 4, 4, 8)]     // one above the other
    [InlineData(20, 0, 24, 4)]   // apart in x
    [InlineData(0, 20, 4, 24)]   // apart in y
    [InlineData(20, 20, 24, 24)] // apart in both: the product of two negative lengths is no area
    [InlineData(1, 1, 1, 3)]     // without area
    public void Boxes_without_a_common_area_overlap_by_nothing(float x1, float y1, float x2, float y2) =>
        Assert.Equal([0], Measure([Scene.Object(0, 0, 4, 4)], new Box(x1, y1, x2, y2)).Ious);

    // Of a crowd, only the detection's own area counts.
    [Fact]
    public void A_crowd_holds_a_share_of_the_detection() =>
        Assert.Equal([.5], Measure([Scene.Object(2, 0, 100, 100) with { IsCrowd = true }], new Box(0, 0, 4, 4)).Ious);

    [Fact]
    public void A_stated_area_replaces_the_boxs()
    {
        var (areas, ious) = (new double[1], new double[1]);
        ShapeIou.Of(IouType.Boxes).Measure(
            Scene.Image(1), [ResultRow.Of(new(new(0, 0, 4, 4), 0, .9f)) with { Area = 7 }], [Scene.Object(0, 0, 4, 4)], areas, ious);
        Assert.Equal([7], areas);
        Assert.Equal([1], ious);
    }

    private static (double[] Areas, double[] Ious) Measure(Annotation[] objects, params Box[] boxes)
    {
        var (areas, ious) = (new double[boxes.Length], new double[boxes.Length * objects.Length]);
        ResultRow[] rows = [.. boxes.Select(static box => ResultRow.Of(new(box, 0, .9f)))];
        ShapeIou.Of(IouType.Boxes).Measure(Scene.Image(1), rows, objects, areas, ious);
        return (areas, ious);
    }
}
