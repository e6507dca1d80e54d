using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class CropAndResizeTests
{
    [Fact]
    public void Equals_the_corner_aligned_sampling_of_torch_forward_and_backward()
    {
        var cases = RoiOperatorFixture.Cases("crop", "region-pooling.json").ToList();
        Assert.Equal([7, 3, 1], cases.Select(static c => c.Size));
        foreach (var c in cases) PoolingChecks.EqualFixture(c, c.Channels, Forward(new(c.Size, 32, 48)), Backward(new(c.Size, 32, 48)));
    }

    // A map of 5 × 5 ramps over an image of 9 × 9: half a cell per pixel, whatever the level's nominal scale.
    [Fact]
    public void The_outermost_points_lie_on_the_first_and_last_pixel()
    {
        var whole = Run(new(3, 9, 9), 5, new(0, 0, 9, 9));
        Assert.Equal([0, 2, 4, 10, 12, 14, 20, 22, 24], whole);
        Assert.Equal([6, 7, 11, 12], Run(new(2, 9, 9), 5, new(2, 2, 5, 5)));
        Assert.Equal([12], Run(new(1, 9, 9), 5, new(0, 0, 9, 9)));
    }

    [Fact]
    public void Points_outside_the_map_are_zero() => Assert.Equal([0, 0, 0, 12], Run(new(2, 9, 9), 5, new(-1, -1, 5, 5)));

    // kerod pools 14 × 14 points, averaged in pairs, from boxes moved so that TensorFlow's points fall on those of RoIAlign
    // with half-cell alignment and two samples per bin. In the interior of a map, its pooling equals RoIAlign's.
    [Fact]
    public void Kerods_crop_and_average_is_aligned_RoIAlign()
    {
        const int Side = 20, Bins = 7, Channels = 3;
        var features = RoiOperatorFixture.ChannelsLast(1, Channels, Side * Side);
        Box[] boxes = [new(2.3f, 4.1f, 15.7f, 11.9f), new(6, 6, 9, 17), new(3.5f, 2.25f, 4.5f, 3)];
        PlacedRegion[] asked = [.. boxes.Select(static b => new PlacedRegion(0, 0, b))];
        PlacedRegion[] moved = [.. boxes.Select(static b => new PlacedRegion(0, 0, Moved(b)))];
        PoolingKernel align = static (maps, regions, output, last) => RoiAlign.Forward(maps, regions, new(Bins, 2, true), output, last);
        var expected = PoolingChecks.Run(align, features, Side, Side, 1, boxes.Length * Bins * Bins * Channels, asked);
        var points = PoolingChecks.Run(Forward(new(2 * Bins, Side, Side)), features, Side, Side, 1, 4 * expected.Length, moved);
        for (var k = 0; k < expected.Length; k++)
        {
            var (region, row, column, channel) = (k / (Bins * Bins * Channels), k / (Bins * Channels) % Bins, k / Channels % Bins, k % Channels);
            float Point(int dy, int dx) => points[((region * 2 * Bins + 2 * row + dy) * 2 * Bins + 2 * column + dx) * Channels + channel];
            Assert.Equal(expected[k], (Point(0, 0) + Point(0, 1) + Point(1, 0) + Point(1, 1)) / 4, 1e-5f);
        }

        // The first point lies half a spacing inside the box, minus the half cell of alignment; the last is 13 spacings further.
        static Box Moved(Box box)
        {
            var (dx, dy) = (box.Width / (2 * Bins), box.Height / (2 * Bins));
            var (x, y) = (box.X1 + dx / 2 - .5f, box.Y1 + dy / 2 - .5f);
            return new(x, y, x + (2 * Bins - 1) * dx + 1, y + (2 * Bins - 1) * dy + 1);
        }
    }

    [Fact]
    public void The_backward_pass_is_the_transpose_of_the_forward_pass() =>
        PoolingChecks.BackwardIsTransposed(3, 3, 3, Forward(new(3, 12, 16)), Backward(new(3, 12, 16)));

    private static float[] Run(CropAndResizeOptions options, int side, Box box) => PoolingChecks.Run(
        Forward(options), RoiAlignTests.Ramp(side * side), side, side, .25f, options.Size * options.Size, new PlacedRegion(0, 0, box));

    private static PoolingKernel Forward(CropAndResizeOptions options) =>
        (maps, regions, output, last) => CropAndResize.Forward(maps, regions, options, output, last);

    private static PoolingKernel Backward(CropAndResizeOptions options) =>
        (maps, regions, gradient, last) => CropAndResize.Backward(maps, regions, options, gradient, last);
}
