using Gannet.Torch.Distributed;
using Gannet.Torch.Nn;

namespace Gannet.Torch.Tests.Nn;

/// <summary>Norms of several workers compute what one norm computes from all of their images.</summary>
[LeakCheck]
public sealed class SharedBatchNormTests
{
    private const int Channels = 3, Cells = 4 * 5;

    [WorldTheory]
    [InlineData(2, 1)]
    [InlineData(3, 2, 0)]
    public void Parts_of_a_batch_are_normalised_like_the_batch(params int[] parts)
    {
        using var scope = TensorScope.Enter();
        var images = parts.Sum();
        float[] x = Numbers(images, 1, 100), weights = Numbers(images, 2, 0), scale = [.5f, 2, -1], shift = [1, 0, -2];
        using var norm = Norm(scale, shift);
        var (expected, gradients) = Run(norm, x, weights, images);
        LocalWorld.Run(parts.Length, group =>
        {
            using var own = Norm(scale, shift);
            var (first, count) = (parts.Take(group.Rank).Sum() * Channels * Cells, parts[group.Rank]);
            using var use = NormSharing.Use(new Summed(group));
            var (y, (ofInput, ofScale, ofShift)) = Run(own, x.AsSpan(first, count * Channels * Cells), weights.AsSpan(first, count * Channels * Cells), count);
            // Values of about 100 have a spread of 1: 32-bit rounding of the whole norm is a few 1e-5.
            Near(expected.AsSpan(first, y.Length), y, 1e-4);
            Near(gradients.OfInput.AsSpan(first, y.Length), ofInput, 1e-4);
            double[] sums = [.. ofScale, .. ofShift];
            group.Sum(sums);
            Near([.. gradients.OfScale, .. gradients.OfShift], [.. sums.Select(static s => (float)s)], 1e-3);
            Near(norm.RunningMean.ToArray<float>(), own.RunningMean.ToArray<float>(), 1e-4);
            Near(norm.RunningVariance.ToArray<float>(), own.RunningVariance.ToArray<float>(), 1e-4);
        });
    }

    [WorldFact]
    public void One_value_of_all_workers_has_no_variance() => LocalWorld.Run(2, static group =>
    {
        using var norm = new BatchNorm(1);
        norm.SetTraining(true);
        using var use = NormSharing.Use(new Summed(group));
        Assert.Contains("no variance", Assert.Throws<ArgumentException>(() => norm.Forward(Tensor.Ones([1 - group.Rank, 1, 1, 1]))).Message, StringComparison.Ordinal);
    });

    private static (float[] Y, (float[] OfInput, float[] OfScale, float[] OfShift)) Run(BatchNorm norm, ReadOnlySpan<float> values, ReadOnlySpan<float> weights, int images)
    {
        using var scope = TensorScope.Enter();
        var x = Tensor.From(values, images, Channels, 4, 5);
        x.RequiresGradInPlace();
        var y = norm.Forward(x);
        (y * Tensor.From(weights, images, Channels, 4, 5)).Sum().Backward();
        return (y.ToArray<float>(), (x.Gradient!.ToArray<float>(), norm.Weight.Gradient!.ToArray<float>(), norm.Bias.Gradient!.ToArray<float>()));
    }

    private static BatchNorm Norm(float[] scale, float[] shift)
    {
        var norm = new BatchNorm(Channels);
        norm.SetTraining(true);
        scale.CopyTo(norm.Weight.AsSpan<float>());
        shift.CopyTo(norm.Bias.AsSpan<float>());
        return norm;
    }

    // Every image has its own mean, so that statistics of a part are not those of the whole.
    private static float[] Numbers(int images, int seed, float level)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, images * Channels * Cells).Select(k => level + k / (Channels * Cells) + (float)random.NextDouble())];
    }

    private static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], tolerance);
    }

    private sealed class Summed(ProcessGroup group) : NormSharing
    {
        public override void Sum(Span<double> values) => group.Sum(values);
    }
}
