using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class PsRoiAlignTests
{
    [Fact]
    public void Equals_torchvision_forward_and_backward()
    {
        var cases = RoiOperatorFixture.Cases("ps_align", "region-pooling.json").ToList();
        Assert.Equal([(3, 2), (7, 2), (7, 0), (2, 0)], cases.Select(static c => (c.Size, c.Sampling)));
        foreach (var c in cases)
            PoolingChecks.EqualFixture(c, c.Channels / (c.Size * c.Size), Forward(new(c.Size, c.Sampling)), Backward(new(c.Size, c.Sampling)));
    }

    [Fact]
    public void Known_answers() => Assert.Equal([8.75f, 46.25f, 89.75f, 127.25f],
        PoolingChecks.Run(Forward(new(2)), PoolingChecks.Planes(4, 36), 6, 6, 1, 4, new PlacedRegion(0, 0, new(1, 1, 4, 4))));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void The_backward_pass_is_the_transpose_of_the_forward_pass(int sampling) =>
        PoolingChecks.BackwardIsTransposed(18, 3, 2, Forward(new(3, sampling)), Backward(new(3, sampling)));

    private static PoolingKernel Forward(PsRoiAlignOptions options) =>
        (maps, regions, output, last) => PsRoiAlign.Forward(maps, regions, options, output, last);

    private static PoolingKernel Backward(PsRoiAlignOptions options) =>
        (maps, regions, gradient, last) => PsRoiAlign.Backward(maps, regions, options, gradient, last);
}
