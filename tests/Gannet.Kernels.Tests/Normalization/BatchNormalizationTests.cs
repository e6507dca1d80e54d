using Gannet.Kernels.Convolution;
using Gannet.Kernels.Normalization;
using Gannet.Kernels.Simd;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.Normalization;

public sealed class BatchNormalizationTests
{
    // Numbers of channels that fill vectors and that do not, and too few rows to fill a vector.
    public static TheoryData<int, int> Sizes() => new() { { 1, 4 }, { 2, 3 }, { 7, 5 }, { 40, 24 }, { 333, 130 }, { 5000, 16 }, { 70_000, 3 }, { 9000, 48 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Statistics_are_those_of_64_bits(int rows, int channels)
    {
        var x = Numbers(rows, channels, seed: 1);
        var (mean, variance) = Statistics(x, channels, KernelPlan.Best);
        var (expectedMean, expectedVariance) = ByDefinition(x, channels);
        for (var c = 0; c < channels; c++)
        {
            // Within a group of 64 squares, each addition rounds by 6e-8; sums over groups are exact enough to ignore.
            Assert.Equal(expectedVariance[c], variance[c], 1e-6 * expectedVariance[c]);
            Assert.Equal(expectedMean[c], mean[c], 1e-6 * (Math.Abs(expectedMean[c]) + Math.Sqrt(expectedVariance[c])));
        }
    }

    [Theory]
    [InlineData(1e3f)]
    [InlineData(-1e4f)]
    public void A_mean_far_from_zero_does_not_drown_the_variance(float offset)
    {
        var x = Numbers(20_000, 8, seed: 2);
        for (var k = 0; k < x.Length; k++) x[k] += offset;
        var (_, variance) = Statistics(x, 8, KernelPlan.Best);
        foreach (var (expected, actual) in ByDefinition(x, 8).Variance.Zip(variance)) Assert.Equal(expected, actual, 1e-6 * expected);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Neither_vectors_nor_threads_show_in_the_bits(int rows, int channels)
    {
        foreach (var activation in Enum.GetValues<OutputActivation>())
        {
            var expected = Everything(rows, channels, activation, KernelPlans.Scalar);
            foreach (var plan in KernelPlans.All) Assert.Equal(expected, Everything(rows, channels, activation, plan));
        }
    }

    [Theory]
    [InlineData(OutputActivation.None, false)]
    [InlineData(OutputActivation.Relu, false)]
    [InlineData(OutputActivation.HardSwish, false)]
    [InlineData(OutputActivation.None, true)]
    [InlineData(OutputActivation.Relu, true)]
    public void Gradients_are_those_of_finite_differences(OutputActivation activation, bool adds)
    {
        const int Rows = 37, Channels = 5;
        const double Epsilon = 1e-5;
        var (x, addend, gradient) = (Numbers(Rows, Channels, 3), adds ? Numbers(Rows, Channels, 4) : [], Numbers(Rows, Channels, 5));
        float[] weight = [1, -.5f, 2, .25f, 1.5f], bias = [0, .5f, -1, 0, 2];
        var (mean, variance) = Statistics(x, Channels, KernelPlan.Best);
        double[] spread = [.. variance.Select(static v => v + Epsilon)];
        var map = new ChannelMap(
            [.. mean.Select(static m => (float)m)], [.. weight.Zip(spread, static (w, s) => (float)(w / Math.Sqrt(s)))], bias);
        var y = new float[x.Length];
        BatchNormalization.Forward(x, map, addend, activation, y);
        float[] inputGradient = new float[x.Length], addendGradient = adds ? new float[x.Length] : [];
        double[] sums = new double[Channels], products = new double[Channels];
        BatchNormalization.Backward(x, map, spread, adds ? y : [], gradient, activation, inputGradient, addendGradient, sums, products);

        double Loss(double[] from, double[] plus, double[] scale, double[] shift) => Reference(from, plus, scale, shift, Epsilon, activation)
            .Zip(gradient, static (value, g) => value * g).Sum();
        double[] inputs = Wide(x), added = Wide(addend), scales = Wide(weight), shifts = Wide(bias);
        // 32-bit rounding in sums of 37 products of about 1; the step of 1e-5 is taken in 64 bits and adds 1e-9.
        const double Tolerance = 2e-5;
        foreach (var (value, result) in Reference(inputs, added, scales, shifts, Epsilon, activation).Zip(y)) Assert.Equal(value, result, Tolerance);
        for (var k = 0; k < x.Length; k++) Assert.Equal(Slope(inputs, k, () => Loss(inputs, added, scales, shifts)), inputGradient[k], Tolerance);
        for (var k = 0; k < addend.Length; k++) Assert.Equal(Slope(added, k, () => Loss(inputs, added, scales, shifts)), addendGradient[k], Tolerance);
        for (var c = 0; c < Channels; c++)
        {
            Assert.Equal(Slope(shifts, c, () => Loss(inputs, added, scales, shifts)), sums[c], Tolerance);
            Assert.Equal(Slope(scales, c, () => Loss(inputs, added, scales, shifts)), products[c] / Math.Sqrt(spread[c]), Tolerance);
        }
    }

    [Fact]
    public void Nan_comes_through_each_activation()
    {
        foreach (var activation in Enum.GetValues<OutputActivation>())
        {
            foreach (var plan in KernelPlans.All)
            {
                var y = new float[64];
                BatchNormalization.Forward(Enumerable.Repeat(float.NaN, 64).ToArray(), new([0, 0], [1, 1], [0, 0]), [], activation, y, plan);
                Assert.All(y, static value => Assert.True(float.IsNaN(value)));
            }
        }
    }

    [Fact]
    public void Lengths_that_disagree_are_named()
    {
        Assert.Contains("7 numbers are not rows of 2", Assert.Throws<ArgumentException>(static () =>
            BatchNormalization.ComputeStatistics(new float[7], new double[2], new double[2])).Message, StringComparison.Ordinal);
        Assert.Contains("Expected 8 numbers, got 6", Assert.Throws<ArgumentException>(static () =>
            BatchNormalization.Forward(new float[8], new([0, 0], [1, 1], [0, 0]), [], OutputActivation.None, new float[6])).Message, StringComparison.Ordinal);
    }

    private static double[] Everything(int rows, int channels, OutputActivation activation, KernelPlan plan)
    {
        var (x, addend, gradient) = (Numbers(rows, channels, 6), Numbers(rows, channels, 7), Numbers(rows, channels, 8));
        var (mean, variance) = Statistics(x, channels, plan);
        for (var c = 0; c < channels; c++) variance[c] += 1e-3;
        var map = new ChannelMap([.. mean.Select(static m => (float)m)], [.. variance.Select(static v => (float)(1 / Math.Sqrt(v)))], Numbers(1, channels, 9));
        var adds = activation != OutputActivation.HardSwish;
        float[] y = new float[x.Length], inputGradient = new float[x.Length], addendGradient = adds ? new float[x.Length] : [];
        double[] sums = new double[channels], products = new double[channels];
        BatchNormalization.Forward(x, map, adds ? addend : [], activation, y, plan);
        BatchNormalization.Backward(x, map, variance, adds ? y : [], gradient, activation, inputGradient, addendGradient, sums, products, plan);
        return [.. mean, .. variance, .. Wide(y), .. Wide(inputGradient), .. Wide(addendGradient), .. sums, .. products];
    }

    private static (double[] Mean, double[] Variance) Statistics(float[] x, int channels, KernelPlan plan)
    {
        var (mean, variance) = (new double[channels], new double[channels]);
        BatchNormalization.ComputeStatistics(x, mean, variance, plan);
        return (mean, variance);
    }

    private static (double[] Mean, double[] Variance) ByDefinition(float[] x, int channels)
    {
        var columns = Enumerable.Range(0, channels).Select(c => x.Where((_, k) => k % channels == c).Select(static v => (double)v).ToArray()).ToArray();
        double[] mean = [.. columns.Select(static values => values.Average())];
        return (mean, [.. columns.Zip(mean, static (values, m) => values.Average(v => (v - m) * (v - m)))]);
    }

    private static double[] Reference(double[] x, double[] addend, double[] weight, double[] bias, double epsilon, OutputActivation activation)
    {
        var channels = weight.Length;
        var y = new double[x.Length];
        for (var c = 0; c < channels; c++)
        {
            double[] values = [.. x.Where((_, k) => k % channels == c)];
            var mean = values.Average();
            var deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)) + epsilon);
            for (var k = c; k < x.Length; k += channels)
            {
                var value = (x[k] - mean) / deviation * weight[c] + bias[c] + (addend.Length > 0 ? addend[k] : 0);
                y[k] = activation switch
                {
                    OutputActivation.Relu => Math.Max(value, 0),
                    OutputActivation.HardSwish => value * Math.Clamp(value + 3, 0, 6) / 6,
                    _ => value,
                };
            }
        }

        return y;
    }

    private static double Slope(double[] values, int k, Func<double> loss)
    {
        const double Step = 1e-5;
        var value = values[k];
        values[k] = value + Step;
        var above = loss();
        values[k] = value - Step;
        var below = loss();
        values[k] = value;
        return (above - below) / (2 * Step);
    }

    private static double[] Wide(float[] values) => Array.ConvertAll(values, static v => (double)v);

    // Each channel has its own mean.
    private static float[] Numbers(int rows, int channels, int seed)
    {
        var random = new Random(seed);
        float[] means = [.. Enumerable.Range(0, channels).Select(_ => random.NextSingle() * 4 - 2)];
        return [.. Enumerable.Range(0, rows * channels).Select(k => means[k % channels] + random.NextSingle() * 2 - 1)];
    }
}
