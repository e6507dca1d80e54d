using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class RoiPoolTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_torchvision_forward_and_backward(bool channelsLast)
    {
        foreach (var c in RoiOperatorFixture.Cases("pool"))
        {
            var features = RoiOperatorFixture.ChannelsLast(2, c.Channels, c.Height * c.Width);
            var (output, winners) = Pool(features, c.Height, c.Width, c.Channels, c.Scale, RoiOperatorFixture.Regions, c.Size, channelsLast);
            RoiOperatorFixture.AssertClose(c.Output, output, c.Channels, c.Size * c.Size, channelsLast, 1e-6f);

            var incoming = channelsLast
                ? RoiOperatorFixture.ChannelsLast(RoiOperatorFixture.Regions.Length, c.Channels, c.Size * c.Size)
                : [.. Enumerable.Range(0, output.Length).Select(RoiOperatorFixture.Value)];
            var gradient = new float[features.Length];
            fixed (float* source = incoming, target = gradient)
            {
                fixed (int* cells = winners)
                    RoiPool.Backward([new(target, c.Height, c.Width, c.Channels, c.Scale)], RoiOperatorFixture.Regions, c.Size, source, cells, channelsLast);
            }

            RoiOperatorFixture.AssertClose(c.Gradient, gradient, c.Channels, c.Height * c.Width, channelsLast: true, 2e-5f);
        }
    }

    [Theory]
    [InlineData(1, 1, 4, 2, 1, new float[] { 14, 16, 26, 28 })]
    [InlineData(1, 1, 4, 3, 1, new float[] { 14, 15, 16, 20, 21, 22, 26, 27, 28 })]
    [InlineData(.5f, 0, 11, 2, 1, new float[] { 21, 23, 33, 35 })]
    public void Known_answers(float scale, float start, float end, int size, int channels, float[] expected) => Assert.Equal(
        expected, Pool(RoiAlignTests.Ramp(36), 6, 6, channels, scale, [new(0, 0, new(start, start, end, end))], size, true).Output);

    [Fact]
    public void Without_winners_the_values_are_the_same()
    {
        foreach (var channelsLast in (bool[])[true, false])
        {
            var features = RoiOperatorFixture.ChannelsLast(2, 19, 96);
            var (expected, _) = Pool(features, 8, 12, 19, .25f, RoiOperatorFixture.Regions, 3, channelsLast);
            var output = new float[expected.Length];
            fixed (float* source = features, target = output)
                RoiPool.Forward([new(source, 8, 12, 19, .25f)], RoiOperatorFixture.Regions, 3, target, null, channelsLast);
            Assert.Equal(expected, output);
        }
    }

    private static (float[] Output, int[] Winners) Pool(
        float[] features, int height, int width, int channels, float scale, PlacedRegion[] regions, int size, bool channelsLast)
    {
        var (output, winners) = (new float[regions.Length * size * size * channels], new int[regions.Length * size * size * channels]);
        fixed (float* source = features, target = output)
        {
            fixed (int* cells = winners) RoiPool.Forward([new(source, height, width, channels, scale)], regions, size, target, cells, channelsLast);
        }

        return (output, winners);
    }
}
