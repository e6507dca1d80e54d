using System.Buffers;
using System.Runtime.CompilerServices;

namespace Gannet.Kernels.Ranking;

/// <summary>Sorts boxes by score, best first, equal scores in input order.</summary>
internal static class ScoreOrder
{
    /// <summary>The positions of <paramref name="scores"/>, best score first; stable.</summary>
    /// <exception cref="ArgumentException">A score is NaN, or there are not <paramref name="count"/> scores.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Descending(ReadOnlySpan<float> scores, int count)
    {
        if (scores.Length != count) throw new ArgumentException($"{count} boxes need {count} scores, not {scores.Length}.", nameof(scores));
        var keys = ArrayPool<uint>.Shared.Rent(count);
        for (var i = 0; i < count; i++)
        {
            if (float.IsNaN(scores[i])) throw new ArgumentException($"Score {i} is NaN.", nameof(scores));
            keys[i] = ~Rising(scores[i]);
        }

        var order = RadixOrder.Ascending(keys.AsSpan(0, count));
        ArrayPool<uint>.Shared.Return(keys);
        return order;
    }

    /// <summary>The same for scores in double.</summary>
    /// <exception cref="ArgumentException">A score is NaN.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int[] Descending(ReadOnlySpan<double> scores)
    {
        // Scores from a model are floats, which sort in half the time.
        var floats = ArrayPool<float>.Shared.Rent(scores.Length);
        try
        {
            var i = 0;
            while (i < scores.Length && (floats[i] = (float)scores[i]) == scores[i]) i++;
            return i == scores.Length ? Descending(floats.AsSpan(0, i), i) : ByHalves(scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(floats);
        }
    }

    // The lower half first: the sort is stable.
    private static int[] ByHalves(ReadOnlySpan<double> scores)
    {
        var (low, high) = (new uint[scores.Length], new uint[scores.Length]);
        for (var i = 0; i < scores.Length; i++)
        {
            if (double.IsNaN(scores[i])) throw new ArgumentException($"Score {i} is NaN.", nameof(scores));
            var bits = BitConverter.DoubleToUInt64Bits(scores[i] + 0.0);
            var rising = (bits >> 63) != 0 ? ~bits : bits | 1UL << 63;
            (low[i], high[i]) = (~(uint)rising, ~(uint)(rising >> 32));
        }

        var byLow = RadixOrder.Ascending(low);
        for (var i = 0; i < byLow.Length; i++) low[i] = high[byLow[i]];
        var order = RadixOrder.Ascending(low);
        for (var i = 0; i < order.Length; i++) order[i] = byLow[order[i]];
        return order;
    }

    /// <summary>Maps floats to integers of the same order.</summary>
    /// <remarks>Adding zero turns −0, which equals 0 but has other bits, into 0.</remarks>
    public static uint Rising(float score)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        return (bits & 0x80000000u) != 0 ? ~bits : bits | 0x80000000u;
    }

    /// <summary>The inverse of <see cref="Rising"/>; with only leading bits set, the lowest float that shares them.</summary>
    public static float FromRising(uint rising) =>
        BitConverter.UInt32BitsToSingle((rising & 0x80000000u) != 0 ? rising & 0x7FFFFFFFu : ~rising);
}
