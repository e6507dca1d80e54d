using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>Overlaps of one vector of boxes that may be their objects' best, set aside until the loop over the objects ends.</summary>
/// <param name="truths">Number of objects.</param>
internal sealed class OfferedOverlaps<TLanes>(int truths) where TLanes : struct, IFloatLanes<TLanes>
{
    private readonly int[] _near = new int[truths];
    private readonly float[] _overlaps = new float[truths * TLanes.Count];

    public int Count { get; private set; }

    /// <summary>Sets aside the overlaps with an object, at most once per object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int near, TLanes overlaps)
    {
        overlaps.Store(ref _overlaps[Count * TLanes.Count], 0);
        _near[Count++] = near;
    }

    /// <summary>Offers the overlaps that were set aside and updates the best overlap of their objects.</summary>
    public void Flush(TruthCandidates candidates, int firstBox, Span<NearTruth> near)
    {
        for (var k = 0; k < Count; k++)
        {
            ref var truth = ref near[_near[k]];
            for (var lane = 0; lane < TLanes.Count; lane++) candidates.Offer(truth.Number, firstBox + lane, _overlaps[k * TLanes.Count + lane]);
            truth.Best = candidates.Best[truth.Number];
        }

        Count = 0;
    }
}
