using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed class SuppressionGridTests
{
    // The farthest box that can suppress another: a wider or higher one with the other at its edge, at an IoU just above the threshold.
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

    // 20 × 20 boxes whose centres lie 100 pixels apart, from (1000, 2000) to (2900, 3900); at most √(400/32) = 3.5 buckets per side.
    // At .5 a box reaches half its width to both sides: 10-pixel boxes would make 190 columns, 800-pixel boxes make ⌊1900/800⌋, 1500-pixel boxes one.
    [Theory]
    [InlineData(10, 10, .5, 3, 9)]
    [InlineData(10, 10, .1, 3, 9)]
    [InlineData(10, 10, .0999, 1, 1)]
    [InlineData(800, 800, .5, 2, 4)]
    [InlineData(800, 1500, .5, 2, 2)]
    [InlineData(1500, 800, .5, 1, 2)]
    public void Known_numbers_of_cells(float width, float height, double threshold, int columns, int cells)
    {
        var grid = SuppressionGrid.For(Lattice(width, height), threshold);
        Assert.Equal((columns, cells), (grid.Columns, grid.Count));
    }

    [Theory]
    [InlineData(1000, 2000, 0)]
    [InlineData(1600, 2000, 0)]
    [InlineData(1700, 2000, 1)]
    [InlineData(2200, 2600, 1)]
    [InlineData(2900, 2000, 2)]
    [InlineData(1000, 2700, 3)]
    [InlineData(1700, 3900, 7)]
    [InlineData(9000, 9000, 8)]
    [InlineData(-9000, -9000, 0)]
    public void Known_cells(float x, float y, int cell) => Assert.Equal(cell, SuppressionGrid.For(Lattice(10, 10), .5).CellOf(About(x, y, 10, 10)));

    // The borders of the columns are at 1633.3 and 2266.7, of the rows at 2633.3 and 3266.7; a box of 10 pixels reaches 5.
    [Fact]
    public void Known_surroundings()
    {
        var grid = SuppressionGrid.For(Lattice(10, 10), .5);
        Assert.Equal((0, 0, 0, 0), grid.Around(About(1627, 2627, 10, 10)));
        Assert.Equal((0, 1, 1, 2), grid.Around(About(1630, 3265, 10, 10)));
        Assert.Equal((1, 0, 2, 1), grid.Around(About(2270, 2630, 10, 10)));
        Assert.Equal((0, 0, 2, 0), grid.Around(About(1950, 2100, 2000, 10)));
        Assert.Equal((1, 0, 1, 2), grid.Around(About(1950, 2950, 10, 2000)));
    }

    [Fact]
    public void Boxes_in_a_line_have_one_column()
    {
        Box[] boxes = [.. Enumerable.Range(0, 400).Select(static k => About(500, 100 * k, 10, 10))];
        var grid = SuppressionGrid.For(boxes, .5);
        Assert.Equal((1, 3), (grid.Columns, grid.Count));
        Assert.Equal([0, 2], [grid.CellOf(boxes[0]), grid.CellOf(boxes[^1])]);
    }

    [Fact]
    public void Boxes_that_are_not_valid_are_not_counted()
    {
        var boxes = Lattice(10, 10);
        Assert.Equal(1, SuppressionGrid.For([.. boxes[..191], .. Enumerable.Repeat(new Box(5, 5, 5, 5), 50)], .5).Count);
        Assert.Equal(4, SuppressionGrid.For([.. boxes[..192], new(float.NaN, 0, 1, 1)], .5).Count);
    }

    private static Box[] Lattice(float width, float height) =>
        [.. Enumerable.Range(0, 400).Select(k => About(1000 + 100 * (k % 20), 2000 + 100 * (k / 20), width, height))];

    private static Box About(float x, float y, float width, float height) => Box.FromSize(x - width / 2, y - height / 2, width, height);
}
