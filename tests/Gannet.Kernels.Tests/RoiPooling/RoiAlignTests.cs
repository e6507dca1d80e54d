using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

public sealed unsafe class RoiAlignTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equals_torchvision_forward_and_backward(bool channelsLast)
    {
        foreach (var c in RoiOperatorFixture.Cases("align"))
        {
            var options = new RoiAlignOptions(c.Size, c.Sampling, c.Aligned);
            var features = RoiOperatorFixture.ChannelsLast(2, c.Channels, c.Height * c.Width);
            var output = Pool(features, c.Height, c.Width, c.Channels, c.Scale, RoiOperatorFixture.Regions, options, channelsLast);
            RoiOperatorFixture.AssertClose(c.Output, output, c.Channels, c.Size * c.Size, channelsLast, 1e-5f);

            var incoming = channelsLast
                ? RoiOperatorFixture.ChannelsLast(RoiOperatorFixture.Regions.Length, c.Channels, c.Size * c.Size)
                : [.. Enumerable.Range(0, output.Length).Select(RoiOperatorFixture.Value)];
            var gradient = new float[features.Length];
            fixed (float* source = incoming, target = gradient)
            {
                RoiAlign.Backward(
                    [new(target, c.Height, c.Width, c.Channels, c.Scale)], RoiOperatorFixture.Regions, options, source, channelsLast);
            }

            RoiOperatorFixture.AssertClose(c.Gradient, gradient, c.Channels, c.Height * c.Width, channelsLast: true, 3e-5f);
        }
    }

    [Theory]
    [InlineData(false, new[] { 12.25f, 13.75f, 21.25f, 22.75f })]
    [InlineData(true, new[] { 8.75f, 10.25f, 17.75f, 19.25f })]
    public void Known_answers(bool aligned, float[] expected) =>
        Assert.Equal(expected, Pool(Ramp(36), 6, 6, 1, 1, [new(0, 0, new(1, 1, 4, 4))], new(2, 2, aligned), true));

    [Theory]
    [InlineData(false, 7.5f)]
    [InlineData(true, 4.5f)]
    public void Detectron2s_answers(bool aligned, float first)
    {
        var expected = Enumerable.Range(0, 16).Select(k => first + k / 4 * 2.5f + k % 4 * .5f);
        Assert.Equal(expected, Pool(Ramp(25), 5, 5, 1, 1, [new(0, 0, new(1, 1, 3, 3))], new(4, 0, aligned), true));
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(2, true)]
    public void The_gradient_is_that_of_finite_differences(int sampling, bool aligned)
    {
        PlacedRegion[] regions = [new(0, 0, new(1.3f, -.7f, 9.1f, 6.2f)), new(0, 1, new(2, 2, 30, 9)), new(0, 0, new(5, 5, 5.5f, 5.25f))];
        var options = new RoiAlignOptions(2, sampling, aligned);
        float[] fine = [.. Enumerable.Range(0, 6 * 5 * 3).Select(RoiOperatorFixture.Value)], coarse = [.. Enumerable.Range(0, 3 * 4 * 3).Select(RoiOperatorFixture.Value)];
        var weights = Enumerable.Range(0, 3 * 4 * 3).Select(static k => RoiOperatorFixture.Value(k + 5)).ToArray();
        float[] fineGradient = new float[fine.Length], coarseGradient = new float[coarse.Length];
        fixed (float* f = fineGradient, c = coarseGradient, w = weights)
            RoiAlign.Backward([new(f, 6, 5, 3, .5f), new(c, 3, 4, 3, .25f)], regions, options, w, channelsLast: true);

        double Sum()
        {
            var output = new float[weights.Length];
            fixed (float* f = fine, c = coarse, o = output)
                RoiAlign.Forward([new(f, 6, 5, 3, .5f), new(c, 3, 4, 3, .25f)], regions, options, o, channelsLast: true);
            return output.Zip(weights, static (a, b) => (double)a * b).Sum();
        }

        foreach (var (values, gradient) in ((float[], float[])[])[(fine, fineGradient), (coarse, coarseGradient)])
        {
            for (var k = 0; k < values.Length; k++)
            {
                var value = values[k];
                values[k] = value + 1;
                var above = Sum();
                values[k] = value - 1;
                Assert.Equal((above - Sum()) / 2, gradient[k], 1e-5); // linear in the features: a wide step adds no error
                values[k] = value;
            }
        }
    }

    [Fact]
    public void A_region_of_no_level_is_refused() =>
        Assert.Throws<ArgumentException>(static () => Pool(Ramp(36), 6, 6, 1, 1, [new(0, 1, new(1, 1, 4, 4))], new(2, 2), true));

    internal static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(static k => (float)k)];

    private static float[] Pool(
        float[] features, int height, int width, int channels, float scale, PlacedRegion[] regions, RoiAlignOptions options, bool channelsLast)
    {
        var output = new float[regions.Length * options.Size * options.Size * channels];
        fixed (float* source = features, target = output)
            RoiAlign.Forward([new(source, height, width, channels, scale)], regions, options, target, channelsLast);
        return output;
    }
}
