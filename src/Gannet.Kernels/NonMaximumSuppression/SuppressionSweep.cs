using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>The greedy pass over candidates, best first.</summary>
internal static class SuppressionSweep
{
    /// <summary>Writes the ranks of the kept candidates, until there is no room for more.</summary>
    /// <returns>Number of kept candidates.</returns>
    public static int Run(ReadOnlySpan<Box> ranked, KeptBoxes keptBoxes, Span<int> kept, int vectorBits) => vectorBits switch
    {
        512 => Run<Lanes16>(ranked, keptBoxes, kept),
        256 => Run<Lanes8>(ranked, keptBoxes, kept),
        128 => Run<Lanes4>(ranked, keptBoxes, kept),
        _ => Run<Lanes1>(ranked, keptBoxes, kept),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Run<TLanes>(ReadOnlySpan<Box> ranked, KeptBoxes keptBoxes, Span<int> kept) where TLanes : struct, IFloatLanes<TLanes>
    {
        keptBoxes.Reset(ranked);
        var count = 0;
        for (var rank = 0; rank < ranked.Length && count < kept.Length; rank++)
        {
            if (keptBoxes.Suppress<TLanes>(ranked[rank])) continue;
            keptBoxes.Add(ranked[rank]);
            kept[count++] = rank;
        }

        return count;
    }
}
