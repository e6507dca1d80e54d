using Gannet.Kernels.RoiPooling;

namespace Gannet.Kernels.Tests.RoiPooling;

/// <summary>Checks that every linear pooling must pass.</summary>
internal static unsafe class PoolingChecks
{
    /// <summary>Values and gradients of one fixture case, in both memory orders.</summary>
    public static void EqualFixture(RoiOperatorCase c, int outputChannels, PoolingKernel forward, PoolingKernel backward)
    {
        foreach (var channelsLast in (bool[])[true, false])
        {
            var (bins, regions) = (c.Size * c.Size, RoiOperatorFixture.Regions);
            var features = RoiOperatorFixture.ChannelsLast(2, c.Channels, c.Height * c.Width);
            var output = new float[regions.Length * bins * outputChannels];
            fixed (float* source = features, target = output)
                forward([new(source, c.Height, c.Width, c.Channels, c.Scale)], regions, target, channelsLast);
            RoiOperatorFixture.AssertClose(c.Output, output, outputChannels, bins, channelsLast, 1e-5f);

            var incoming = channelsLast
                ? RoiOperatorFixture.ChannelsLast(regions.Length, outputChannels, bins)
                : [.. Enumerable.Range(0, output.Length).Select(RoiOperatorFixture.Value)];
            var gradient = new float[features.Length];
            fixed (float* source = incoming, target = gradient)
                backward([new(target, c.Height, c.Width, c.Channels, c.Scale)], regions, source, channelsLast);
            RoiOperatorFixture.AssertClose(c.Gradient, gradient, c.Channels, c.Height * c.Width, channelsLast: true, 1e-5f);
        }
    }

    /// <summary>The backward pass over two levels is the transpose of the forward pass: ⟨w, P f⟩ = ⟨Pᵀ w, f⟩ for every single feature.</summary>
    public static void BackwardIsTransposed(int channels, int size, int outputChannels, PoolingKernel forward, PoolingKernel backward)
    {
        PlacedRegion[] regions = [new(0, 0, new(1.3f, -.7f, 9.1f, 6.2f)), new(0, 1, new(2, 2, 30, 9)), new(1, 0, new(5, 5, 5.5f, 5.25f))];
        float[] fine = new float[2 * 6 * 5 * channels], coarse = new float[3 * 4 * channels];
        var weights = Enumerable.Range(0, regions.Length * size * size * outputChannels).Select(static k => RoiOperatorFixture.Value(k + 5)).ToArray();
        float[] fineGradient = new float[fine.Length], coarseGradient = new float[coarse.Length];
        fixed (float* f = fineGradient, c = coarseGradient, w = weights)
            backward([new(f, 6, 5, channels, .5f), new(c, 3, 4, channels, .25f)], regions, w, true);

        foreach (var (values, gradient) in ((float[], float[])[])[(fine, fineGradient), (coarse, coarseGradient)])
        {
            for (var k = 0; k < values.Length; k++)
            {
                values[k] = 1;
                var output = new float[weights.Length];
                fixed (float* f = fine, c = coarse, o = output)
                    forward([new(f, 6, 5, channels, .5f), new(c, 3, 4, channels, .25f)], regions, o, true);
                values[k] = 0;
                Assert.Equal(output.Zip(weights, static (a, b) => (double)a * b).Sum(), gradient[k], 1e-5);
            }
        }

        Assert.Contains(fineGradient, static g => g != 0);
        Assert.Contains(coarseGradient, static g => g != 0);
    }

    /// <summary>The output for one image and one level, channels last.</summary>
    public static float[] Run(PoolingKernel forward, float[] features, int height, int width, float scale, int count, params PlacedRegion[] regions)
    {
        var output = new float[count];
        fixed (float* source = features, target = output)
            forward([new(source, height, width, features.Length / (height * width), scale)], regions, target, true);
        return output;
    }

    /// <summary>Planes <c>[C, cells]</c> of increasing numbers, as <c>[cells, C]</c>.</summary>
    public static float[] Planes(int channels, int cells) =>
        [.. Enumerable.Range(0, channels * cells).Select(k => (float)(k % channels * cells + k / channels))];
}
