using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class PsRoiPoolTests
{
    [Fact]
    public void Equals_torchvision_forward_and_backward()
    {
        var cases = RoiOperatorFixture.Cases("ps_pool", "region-pooling.json").ToList();
        Assert.Equal([3, 7, 2], cases.Select(static c => c.Size));
        foreach (var c in cases) PoolingChecks.EqualFixture(c, c.Channels / (c.Size * c.Size), Forward(new(c.Size, true)), Backward(new(c.Size, true)));
    }

    // Only the regions that touch the last row or column of the 12 × 8 map differ; the gradient is torchvision's everywhere.
    [Fact]
    public void By_default_differs_from_torchvision_at_the_far_edges_only()
    {
        var c = RoiOperatorFixture.Cases("ps_pool", "region-pooling.json").First();
        var features = RoiOperatorFixture.ChannelsLast(2, c.Channels, c.Height * c.Width);
        var inside = RoiOperatorFixture.Regions.Select(static r => r.Box.X2 < 44 && r.Box.Y2 < 28).ToArray();
        Assert.Equal(4, inside.Count(static k => k));
        var output = new float[inside.Length * 27];
        fixed (float* source = features, target = output)
            PsRoiPool.Forward([new(source, c.Height, c.Width, c.Channels, c.Scale)], RoiOperatorFixture.Regions, new(3), target, false);
        for (var k = 0; k < output.Length; k++)
        {
            if (inside[k / 27]) Assert.Equal(c.Output[k], output[k], 1e-5f);
        }

        Assert.NotEqual(c.Output[(5 * 27)..(6 * 27)], output[(5 * 27)..(6 * 27)], static (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    // torchvision's results; the box ends are exclusive, as everywhere in Gannet.
    [Theory]
    [InlineData(0, new[] { 3.5f, 41.5f, 87.5f, 125.5f })]
    [InlineData(1, new[] { 10.5f, 47.5f, 88.5f, 125.5f })]
    public void Known_answers(float start, float[] expected) =>
        Assert.Equal(expected, PoolingChecks.Run(Forward(new(2)), PoolingChecks.Planes(4, 36), 6, 6, 1, 4, new PlacedRegion(0, 0, new(start, start, 4, 4))));

    [Fact]
    public void Nine_constant_maps_of_two_classes_vote()
    {
        var features = Enumerable.Range(0, 18 * 36).Select(static k => (float)(k % 18)).ToArray();
        var pooled = PoolingChecks.Run(Forward(new(3)), features, 6, 6, 1, 18, new PlacedRegion(0, 0, new(0, 0, 5, 5)));
        // [k, k, C]: bin b of class c holds plane 9c + b.
        for (var k = 0; k < 18; k++) Assert.Equal(k % 2 * 9 + k / 2, pooled[k], 1e-5f);
        Assert.Equal(4, pooled.Where(static (_, k) => k % 2 == 0).Average(), 1e-5f);
        Assert.Equal(13, pooled.Where(static (_, k) => k % 2 == 1).Average(), 1e-5f);
    }

    // torchvision's bins stop before the last row and column: a region in that corner pools to 0.
    [Theory]
    [InlineData(true, new float[] { 0, 0, 0, 0 })]
    [InlineData(false, new float[] { 35, 71, 107, 143 })]
    public void The_last_row_and_column_are_read_but_by_torchvision(bool torchvisionEdges, float[] expected) => Assert.Equal(
        expected, PoolingChecks.Run(Forward(new(2, torchvisionEdges)), PoolingChecks.Planes(4, 36), 6, 6, 1, 4, new PlacedRegion(0, 0, new(5, 5, 6, 6))));

    [Fact]
    public void The_backward_pass_is_the_transpose_of_the_forward_pass() =>
        PoolingChecks.BackwardIsTransposed(8, 2, 2, Forward(new(2)), Backward(new(2)));

    [Fact]
    public void Maps_that_do_not_divide_into_bins_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(static () =>
            PoolingChecks.Run(Forward(new(3)), PoolingChecks.Planes(10, 36), 6, 6, 1, 9, new PlacedRegion(0, 0, new(0, 0, 5, 5))));
        Assert.Contains("multiple of 9 channels, not 10", error.Message, StringComparison.Ordinal);
    }

    private static PoolingKernel Forward(PsRoiPoolOptions options) =>
        (maps, regions, output, last) => PsRoiPool.Forward(maps, regions, options, output, last);

    private static PoolingKernel Backward(PsRoiPoolOptions options) =>
        (maps, regions, gradient, last) => PsRoiPool.Backward(maps, regions, options, gradient, last);
}
