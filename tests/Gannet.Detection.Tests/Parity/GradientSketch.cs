namespace Gannet.Detection.Tests.Parity;

/// <summary>
/// Thirty-two sums of randomly signed elements. The expected squared length of a difference of sketches is that of the difference of
/// the gradients, with a relative deviation of ¼: a fixture of a few numbers bounds the error of millions.
/// </summary>
internal static class GradientSketch
{
    public static double[] Of(string name, ReadOnlySpan<float> gradient)
    {
        var (seed, sums) = (DeterministicWeights.Seed("sketch." + name), new double[32]);
        for (var k = 0; k < gradient.Length; k++)
        {
            var hash = DeterministicWeights.Hash(seed, k);
            sums[hash & 31] += (hash & 32) == 0 ? gradient[k] : -gradient[k];
        }

        return sums;
    }

    public static double Ratio(double[] actual, float[] expected)
    {
        var difference = actual.Zip(expected, static (a, e) => (a - e) * (a - e)).Sum();
        return Math.Sqrt(difference / expected.Sum(static e => (double)e * e));
    }
}
