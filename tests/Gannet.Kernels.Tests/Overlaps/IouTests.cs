using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.Overlaps;

public sealed class IouTests
{
    [Fact]
    public void Known_rows()
    {
        Box[] boxes = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(0, 0, 10, 5), new(20, 20, 30, 30)];
        var overlaps = new float[16];
        Iou.OfPairs(boxes, boxes, overlaps);
        float[] expected = [1, .6806723f, .5f, 0, .6806723f, 1, .3157895f, 0, .5f, .3157895f, 1, 0, 0, 0, 0, 1];
        for (var i = 0; i < 16; i++) Assert.Equal(expected[i], overlaps[i], 1e-7f);
    }

    [Fact]
    public void Known_rectangular_matrix()
    {
        Box[] rows = [new(4, 3, 7, 5), new(5, 6, 10, 7)];
        Box[] columns = [new(3, 4, 6, 8), new(14, 14, 15, 15), new(0, 0, 20, 20)];
        var overlaps = new float[6];
        Iou.OfPairs(rows, columns, overlaps);
        float[] expected = [2 / 16f, 0, 6 / 400f, 1 / 16f, 0, 5 / 400f];
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], overlaps[i], 1e-7f);
    }

    [Fact]
    public void One_box_with_many()
    {
        var overlaps = new float[2];
        Iou.Of(new(4, 3, 7, 5), [new(3, 4, 6, 8), new(0, 0, 20, 20)], overlaps);
        Assert.Equal([2 / 16f, 6 / 400f], overlaps);
    }

    [Fact]
    public void A_box_of_less_than_a_pixel_overlaps_itself() => Assert.Equal(1, Iou.Of(new(0, 0, .5f, .5f), new(0, 0, .5f, .5f)));

    [Fact]
    public void No_area_is_no_overlap() => Assert.Equal(0, Iou.Of(new(3, 3, 3, 3), new(3, 3, 3, 3)));

    [Fact]
    public void Symmetric_and_between_zero_and_one() => Prop.ForAll(ArbitraryBoxes.Pair, static pair =>
    {
        var overlap = Iou.Of(pair.A, pair.B);
        return overlap == Iou.Of(pair.B, pair.A) && overlap is >= 0 and <= 1 && Iou.Of(pair.A, pair.A) == 1;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Iou.Of(default, new Box[2], new float[3]));
        Assert.Throws<ArgumentException>(() => Iou.OfPairs(new Box[2], new Box[2], new float[3]));
    }
}
