using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class SuppressionGridTests
{
    // The farthest that a box can be suppressed from: it lies in a wider or higher one, at its edge, and takes all but the last of the threshold.
    [Theory]
    [InlineData(.11)]
    [InlineData(.3)]
    [InlineData(.5)]
    [InlineData(.7)]
    [InlineData(.9)]
    [InlineData(.99)]
    public void A_box_reaches_whatever_can_suppress_it(double threshold)
    {
        var random = new Random(37);
        Box[] boxes = [.. Enumerable.Range(0, 20_000).Select(_ => Box.FromSize(
            random.NextSingle() * 4000, random.NextSingle() * 3000, 40 + random.NextSingle() * 20, 40 + random.NextSingle() * 20))];
        var grid = SuppressionGrid.For(boxes, threshold);
        Assert.InRange(grid.Count, 60, boxes.Length);
        for (var k = 0; k < boxes.Length; k++)
        {
            var box = boxes[k];
            var (width, height) = ((float)(box.Width / threshold * .99999), (float)(box.Height / threshold * .99999));
            var better = (k % 4) switch
            {
                0 => box with { X2 = box.X1 + width },
                1 => box with { X1 = box.X2 - width },
                2 => box with { Y2 = box.Y1 + height },
                _ => box with { Y1 = box.Y2 - height },
            };
            Assert.True(Iou.Of(better, box) > threshold);
            var (left, top, right, bottom) = grid.Around(box);
            Assert.InRange(grid.CellOf(better) % grid.Columns, left, right);
            Assert.InRange(grid.CellOf(better) / grid.Columns, top, bottom);
        }
    }

    [Fact]
    public void Where_nearness_says_nothing_there_is_one_cell()
    {
        var random = new Random(41);
        var boxes = OddBoxes.Crowded(1000, random);
        Assert.InRange(SuppressionGrid.For(boxes, .5).Count, 4, 1000);
        Assert.Equal(1, SuppressionGrid.For(boxes, .05).Count);
        Assert.Equal(1, SuppressionGrid.For(boxes.AsSpan(0, 50), .5).Count);
        Assert.Equal(1, SuppressionGrid.For([.. boxes, new(0, 0, 1e-20f, 1e-20f)], .5).Count);
        Assert.Equal(1, SuppressionGrid.For([.. boxes, new(0, 0, 1e20f, 1e20f)], .5).Count);
    }
}
