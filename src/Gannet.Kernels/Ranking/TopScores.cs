using System.Buffers;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Ranking;

/// <summary>Selects the best of many scores without sorting them all.</summary>
public static class TopScores
{
    // Scores are counted by their leading bits, sign, exponent and a few more: fine enough that few are sorted needlessly.
    private const int LeadingBits = 12, Bins = 1 << LeadingBits, Shift = 32 - LeadingBits;

    /// <summary>Indices of the <paramref name="count"/> highest scores, best first; equal scores keep their input order.</summary>
    /// <param name="scores"><c>[R]</c>, any scale. NaN counts as the lowest.</param>
    /// <param name="count">How many to keep; all if there are fewer.</param>
    /// <remarks>Two passes over the scores, then a sort of the few that may be among the best.</remarks>
    public static int[] Select(ReadOnlySpan<float> scores, int count) => Select(scores, count, KernelPlan.Best);

    /// <summary>Indices of the scores above <paramref name="threshold"/>, in input order; NaN is not above.</summary>
    /// <param name="scores"><c>[R]</c>, any scale.</param>
    /// <param name="threshold">The highest score that is left out.</param>
    public static int[] Above(ReadOnlySpan<float> scores, float threshold)
    {
        var positions = new List<int>();
        // Nothing is above infinity, whose successor is itself.
        if (threshold < float.PositiveInfinity) ScoreScan.AtLeast(scores, MathF.BitIncrement(threshold), positions, KernelPlan.Best.VectorBits);
        return [.. positions];
    }

    internal static int[] Select(ReadOnlySpan<float> scores, int count, KernelPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0 || scores.IsEmpty) return [];
        count = Math.Min(count, scores.Length);
        var candidates = new List<int>(Math.Min(scores.Length, 2 * count));
        if (LeastCandidate(scores, count) is { } least) ScoreScan.AtLeast(scores, least, candidates, plan.VectorBits);
        else candidates.AddRange(Enumerable.Range(0, scores.Length));

        var keys = ArrayPool<uint>.Shared.Rent(candidates.Count);
        for (var k = 0; k < candidates.Count; k++) keys[k] = ~Order(scores[candidates[k]]);
        var order = RadixOrder.Ascending(keys.AsSpan(0, candidates.Count));
        ArrayPool<uint>.Shared.Return(keys);
        var best = new int[count];
        for (var k = 0; k < count; k++) best[k] = candidates[order[k]];
        return best;
    }

    // A score that at least count scores reach, but not many more; null if even the lowest are needed.
    private static float? LeastCandidate(ReadOnlySpan<float> scores, int count)
    {
        if (count == scores.Length) return null;
        // Two tables, used in turn: neighbours are often alike, and a count waits for the previous one in the same bin.
        Span<int> even = stackalloc int[Bins], odd = stackalloc int[Bins];
        even.Clear();
        odd.Clear();
        var k = 0;
        for (; k + 1 < scores.Length; k += 2)
        {
            even[(int)(Order(scores[k]) >> Shift)]++;
            odd[(int)(Order(scores[k + 1]) >> Shift)]++;
        }

        if (k < scores.Length) even[(int)(Order(scores[k]) >> Shift)]++;
        var (bin, reached) = (Bins - 1, 0);
        while ((reached += even[bin] + odd[bin]) < count) bin--;
        var least = ScoreOrder.FromRising((uint)bin << Shift);
        // The lowest bins hold −∞ and NaN.
        return float.IsNaN(least) || float.IsNegativeInfinity(least) ? null : least;
    }

    // An unsigned integer that sorts like the float.
    private static uint Order(float score) => float.IsNaN(score) ? 0 : ScoreOrder.Rising(score);
}
