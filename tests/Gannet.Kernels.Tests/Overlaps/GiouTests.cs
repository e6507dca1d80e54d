using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.Overlaps;

public sealed class GiouTests
{
    [Fact]
    public void Known_matrix()
    {
        Box[] rows = [new(4, 3, 7, 5), new(5, 6, 10, 7)];
        Box[] columns = [new(3, 4, 6, 8), new(14, 14, 15, 15), new(0, 0, 20, 20)];
        var overlaps = new float[6];
        Giou.OfPairs(rows, columns, overlaps);
        float[] expected = [-.075f, -.9469697f, .015f, -.3660714f, -.9333333f, .0125f];
        for (var i = 0; i < 6; i++) Assert.Equal(expected[i], overlaps[i], 1e-6f);

        // IoU minus GIoU: the share of the enclosing box that neither box covers, as in kerod's test.
        float[] penalties = [4 / 20f, 125 / 132f, 0, 12 / 28f, 84 / 90f, 0];
        var ious = new float[6];
        Iou.OfPairs(rows, columns, ious);
        for (var i = 0; i < 6; i++) Assert.Equal(penalties[i], ious[i] - overlaps[i], 1e-6f);
    }

    [Theory]
    [InlineData(0, 0, 10, 10, 5, 5, 15, 15, -.0793651f)]
    [InlineData(0, 0, 1, 1, 2, 2, 3, 3, -.7777778f)]
    [InlineData(0, 0, 4, 4, 1, 1, 3, 3, .25f)]
    [InlineData(0, 0, 10, 4, 0, 0, 4, 10, -.11f)]
    public void Known_pairs(float ax1, float ay1, float ax2, float ay2, float bx1, float by1, float bx2, float by2, float expected) =>
        Assert.Equal(expected, Giou.Of(new(ax1, ay1, ax2, ay2), new(bx1, by1, bx2, by2)), 1e-6f);

    [Fact]
    public void Symmetric_and_never_above_iou() => Prop.ForAll(ArbitraryBoxes.Pair, static pair =>
    {
        var overlap = Giou.Of(pair.A, pair.B);
        return overlap == Giou.Of(pair.B, pair.A) && overlap > -1 && overlap <= Iou.Of(pair.A, pair.B) + 1e-6f;
    }).QuickCheckThrowOnFailure();

    // Half a pixel wide, so that areas are below 1: only an area of 0 counts as no area.
    [Theory]
    [InlineData(0, 0, .5f, .5f, 0, 0, .5f, .5f, 1)]
    [InlineData(0, 0, .5f, .5f, .5f, 0, 1, .5f, 0)]
    [InlineData(3, 3, 3, 3, 3, 3, 3, 3, 0)]
    [InlineData(0, 0, 0, 0, 2, 2, 2, 2, -1)]
    [InlineData(0, 0, 1, 1, float.NaN, 0, 1, 1, 0)]
    [InlineData(0, 0, 1, 1, 0, 0, 1, float.NaN, 0)]
    public void Small_boxes_points_and_no_numbers(
        float ax1, float ay1, float ax2, float ay2, float bx1, float by1, float bx2, float by2, float expected) =>
        Assert.Equal(expected, Giou.Of(new(ax1, ay1, ax2, ay2), new(bx1, by1, bx2, by2)));

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>("overlaps", () => Giou.Of(default, new Box[2], new float[3]));
        Assert.Throws<ArgumentException>("matrix", () => Giou.OfPairs(new Box[2], new Box[2], new float[3]));
    }
}
