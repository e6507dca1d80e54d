using System.Numerics;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Ranking;

/// <summary>Finds the scores that are high enough, with vectors.</summary>
internal static class ScoreScan
{
    /// <summary>Appends the positions of scores of at least <paramref name="least"/>, in input order.</summary>
    public static void AtLeast(ReadOnlySpan<float> scores, float least, List<int> positions, int vectorBits)
    {
        switch (vectorBits)
        {
            case 512: Run<Lanes16>(scores, least, positions); break;
            case 256: Run<Lanes8>(scores, least, positions); break;
            case 128: Run<Lanes4>(scores, least, positions); break;
            default: Run<Lanes1>(scores, least, positions); break;
        }
    }

    private static void Run<TLanes>(ReadOnlySpan<float> scores, float least, List<int> positions) where TLanes : struct, IFloatLanes<TLanes>
    {
        var (k, threshold) = (0, TLanes.Of(least));
        for (; k + TLanes.Count <= scores.Length; k += TLanes.Count)
        {
            for (var found = TLanes.Bits(TLanes.GreaterOrEqual(TLanes.Load(in scores[0], (nuint)k), threshold)); found != 0; found &= found - 1)
                positions.Add(k + BitOperations.TrailingZeroCount(found));
        }

        for (; k < scores.Length; k++)
        {
            if (scores[k] >= least) positions.Add(k);
        }
    }
}
