namespace Gannet.Training.Augmentations;

/// <summary>Fast normally distributed numbers: random entries of a table.</summary>
/// <remarks>An image needs millions of them, and tails beyond 4 standard deviations do not show in eight bits.</remarks>
internal sealed class GaussianNoise(Random random)
{
    private const int Bits = 14;

    private static readonly float[] s_table = Table();

    // Xorshift must not start at 0.
    private ulong _state = (ulong)random.NextInt64() | 1;

    /// <summary>The next number: mean 0, standard deviation 1.</summary>
    public float Next()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return s_table[_state >> 64 - Bits];
    }

    // Quantiles at the midpoints of equal shares, by summing the density; computed once, and symmetric by construction.
    private static float[] Table()
    {
        const double Step = 1e-4;
        var table = new float[1 << Bits];
        var (half, below, x) = (table.Length / 2, 0.5, 0.0);
        for (var k = 0; k < half; k++)
        {
            var wanted = 0.5 + (k + 0.5) / table.Length;
            while (below < wanted)
            {
                below += Step * Math.Exp(-0.5 * (x + Step / 2) * (x + Step / 2)) / Math.Sqrt(2 * Math.PI);
                x += Step;
            }

            (table[half + k], table[half - 1 - k]) = ((float)x, (float)-x);
        }

        return table;
    }
}
