// Shapes: R rows (the cells of all images), C channels.
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Normalization;

/// <summary>Batch norm of channels-last maps <c>[R, C]</c>, with an addition and an activation in the same pass.</summary>
/// <remarks>
/// Groups of 64 rows are summed in 32 bits, and the groups in 64. The order of additions depends neither on the vector width nor on
/// the number of threads, so the results do not either.
/// </remarks>
public static class BatchNormalization
{
    // Below this many values, starting threads costs more than it saves.
    private const int WorthThreads = 1 << 16;

    /// <summary>Mean and variance of each channel.</summary>
    /// <param name="x"><c>[R, C]</c>, R ≥ 1.</param>
    /// <param name="mean"><c>[C]</c>, written.</param>
    /// <param name="variance"><c>[C]</c>, written: the mean squared distance from the mean, divided by R, not R − 1.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void ComputeStatistics(ReadOnlySpan<float> x, Span<double> mean, Span<double> variance) =>
        ComputeStatistics(x, mean, variance, KernelPlan.Best);

    /// <summary>Writes activation((x − mean) · scale + shift + addend).</summary>
    /// <param name="x"><c>[R, C]</c>.</param>
    /// <param name="map">What is done to each channel.</param>
    /// <param name="addend"><c>[R, C]</c>, or empty for none.</param>
    /// <param name="activation">Applied last.</param>
    /// <param name="y"><c>[R, C]</c>, written.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Forward(ReadOnlySpan<float> x, ChannelMap map, ReadOnlySpan<float> addend, OutputActivation activation, Span<float> y) =>
        Forward(x, map, addend, activation, y, KernelPlan.Best);

    /// <summary>The gradients of <see cref="Forward(ReadOnlySpan{float}, ChannelMap, ReadOnlySpan{float}, OutputActivation, Span{float})"/> when mean and variance are those of <paramref name="x"/> itself.</summary>
    /// <param name="x"><c>[R, C]</c>, as in the forward pass.</param>
    /// <param name="map">As in the forward pass.</param>
    /// <param name="variance"><c>[C]</c>: the variance plus epsilon; <see cref="ChannelMap.Scale"/> was divided by its root.</param>
    /// <param name="y"><c>[R, C]</c>, the result, if something was added before a ReLU; else empty.</param>
    /// <param name="gradient"><c>[R, C]</c>, the gradient of the result.</param>
    /// <param name="activation">As in the forward pass; after an addition only none and ReLU.</param>
    /// <param name="inputGradient"><c>[R, C]</c>, written.</param>
    /// <param name="addendGradient"><c>[R, C]</c>, written, or empty if not wanted.</param>
    /// <param name="sums"><c>[C]</c>, written: the gradient of <see cref="ChannelMap.Shift"/>.</param>
    /// <param name="products"><c>[C]</c>, written: the sum of the gradient before the activation times (x − mean).</param>
    /// <param name="totals">Adds the sums of the other parts of the batch, if mean and variance are those of several parts; null for one.</param>
    /// <exception cref="ArgumentException">Lengths disagree.</exception>
    public static void Backward(
        ReadOnlySpan<float> x, ChannelMap map, ReadOnlySpan<double> variance, ReadOnlySpan<float> y, ReadOnlySpan<float> gradient, OutputActivation activation,
        Span<float> inputGradient, Span<float> addendGradient, Span<double> sums, Span<double> products, BatchTotals? totals = null) =>
        Backward(x, map, variance, y, gradient, activation, inputGradient, addendGradient, sums, products, KernelPlan.Best, totals);

    internal static unsafe void ComputeStatistics(ReadOnlySpan<float> x, Span<double> mean, Span<double> variance, KernelPlan plan)
    {
        var rows = Rows(x.Length, mean.Length);
        Check(variance.Length, mean.Length, nameof(variance));
        var layout = new RowLayout(rows, mean.Length);
        fixed (float* start = x)
        {
            // Distances are measured from the mean of some rows: with a large mean, squares of the numbers themselves would cancel.
            var centre = layout.Tile(CentreOf(x, rows, mean.Length));
            fixed (float* origin = centre) ChannelSums.Of(new Distances(start, origin), layout, plan.For(x.Length, WorthThreads), mean, variance);
            for (var c = 0; c < mean.Length; c++)
            {
                var offset = mean[c] / rows;
                variance[c] = Math.Max(variance[c] / rows - offset * offset, 0);
                mean[c] = centre[c] + offset;
            }
        }
    }

    internal static unsafe void Forward(
        ReadOnlySpan<float> x, ChannelMap map, ReadOnlySpan<float> addend, OutputActivation activation, Span<float> y, KernelPlan plan)
    {
        var channels = map.Mean.Length;
        var layout = new RowLayout(Rows(x.Length, channels), channels);
        Check(y.Length, x.Length, nameof(y));
        if (!addend.IsEmpty) Check(addend.Length, x.Length, nameof(addend));
        fixed (float* start = x, add = addend, to = y, mean = layout.Tile(map.Mean), scale = layout.Tile(map.Scale), shift = layout.Tile(map.Shift))
            RowPass.Run(new ForwardRow(start, mean, scale, shift, add, activation, to), layout, plan.For(x.Length, WorthThreads));
    }

    internal static unsafe void Backward(
        ReadOnlySpan<float> x, ChannelMap map, ReadOnlySpan<double> variance, ReadOnlySpan<float> y, ReadOnlySpan<float> gradient, OutputActivation activation,
        Span<float> inputGradient, Span<float> addendGradient, Span<double> sums, Span<double> products, KernelPlan plan, BatchTotals? totals = null)
    {
        var channels = map.Mean.Length;
        var rows = Rows(x.Length, channels);
        Check(variance.Length, channels, nameof(variance));
        Check(gradient.Length, x.Length, nameof(gradient));
        Check(inputGradient.Length, x.Length, nameof(inputGradient));
        if (!y.IsEmpty) Check(y.Length, x.Length, nameof(y));
        if (!addendGradient.IsEmpty) Check(addendGradient.Length, x.Length, nameof(addendGradient));
        var layout = new RowLayout(rows, channels);
        plan = plan.For(x.Length, WorthThreads);
        fixed (float* start = x, result = y, incoming = gradient, mean = layout.Tile(map.Mean), scale = layout.Tile(map.Scale), shift = layout.Tile(map.Shift))
        {
            var before = new ActivationGradient(start, mean, scale, shift, result, incoming, activation);
            ChannelSums.Of(new GradientTerms(before), layout, plan, sums, products);
            var (allSums, allProducts, allRows) = (sums.ToArray(), products.ToArray(), (double)rows);
            if (totals is not null) allRows = totals(allSums, allProducts);
            float[] averages = new float[channels], slopes = new float[channels];
            for (var c = 0; c < channels; c++)
            {
                averages[c] = (float)(allSums[c] / allRows);
                slopes[c] = (float)(allProducts[c] / allRows / variance[c]);
            }

            fixed (float* average = layout.Tile(averages), slope = layout.Tile(slopes), to = inputGradient, beside = addendGradient)
                RowPass.Run(new BackwardRow(before, average, slope, to, beside), layout, plan);
        }
    }

    // The mean of up to 64 rows, spread over all rows.
    private static float[] CentreOf(ReadOnlySpan<float> x, int rows, int channels)
    {
        var sums = new float[channels];
        var count = Math.Min(rows, 64);
        for (var k = 0; k < count; k++)
        {
            var row = x.Slice((int)((long)rows * k / count) * channels, channels);
            for (var c = 0; c < channels; c++) sums[c] += row[c];
        }

        for (var c = 0; c < channels; c++) sums[c] /= count;
        return sums;
    }

    private static int Rows(int count, int channels) => channels > 0 && count > 0 && count % channels == 0
        ? count / channels
        : throw new ArgumentException($"{count} numbers are not rows of {channels} channels.", nameof(count));

    private static void Check(int count, int expected, string name)
    {
        if (count != expected) throw new ArgumentException($"Expected {expected} numbers, got {count}.", name);
    }
}

/// <summary>Adds to the sums of a gradient those of the other parts of a batch.</summary>
/// <param name="sums"><c>[C]</c>: the sums of the gradient; replaced by those over all parts.</param>
/// <param name="products"><c>[C]</c>: the sums of its products with the distances from the mean; replaced likewise.</param>
/// <returns>Rows of all parts.</returns>
public delegate double BatchTotals(double[] sums, double[] products);

/// <summary>What a norm does to the numbers of each channel: (x − mean) · scale + shift.</summary>
/// <param name="Mean"><c>[C]</c>.</param>
/// <param name="Scale"><c>[C]</c>: the weight divided by the root of the variance plus epsilon.</param>
/// <param name="Shift"><c>[C]</c>: the bias.</param>
/// <remarks>The mean is subtracted first: as part of the shift, a large mean would cost the result its last bits.</remarks>
public sealed record ChannelMap(float[] Mean, float[] Scale, float[] Shift);
