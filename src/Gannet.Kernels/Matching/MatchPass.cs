// Shapes: A boxes (anchors or proposals), G objects.
using System.Runtime.CompilerServices;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Matching;

/// <summary>The pass over a range of boxes that computes overlap and arg-max together.</summary>
internal static class MatchPass<TMeasure> where TMeasure : struct, IOverlapMeasure
{
    /// <summary>Writes the match of each box.</summary>
    /// <param name="boxes">The boxes.</param>
    /// <param name="first">Index of the first box among the boxes of all threads.</param>
    /// <param name="truths">The objects, at least one.</param>
    /// <param name="matches">Receives as many matches as there are boxes.</param>
    /// <param name="options">Thresholds.</param>
    /// <param name="candidates">Collects the best boxes of each object.</param>
    public static void Run<TLanes>(
        ReadOnlySpan<Box> boxes, int first, ReadOnlySpan<Box> truths, Span<int> matches, MatchOptions options, TruthCandidates candidates)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var columns = new BoxColumns(stackalloc float[BoxColumns.Length]);
        Span<int> found = stackalloc int[BoxColumns.BlockSize];
        var near = new NearTruth[truths.Length];
        var offers = new OfferedOverlaps<TLanes>(truths.Length);
        for (var start = 0; start < boxes.Length; start += BoxColumns.BlockSize)
        {
            var block = boxes[start..Math.Min(boxes.Length, start + BoxColumns.BlockSize)];
            columns.Fill(block);
            var meeting = near.AsSpan(0, FindNear(block, truths, candidates, near));
            for (var k = 0; k < block.Length; k += TLanes.Count)
            {
                Match(columns, k, meeting, found, options, offers);
                if (offers.Count > 0) offers.Flush(candidates, first + start + k, meeting);
            }

            found[..block.Length].CopyTo(matches[start..]);
        }
    }

    // A block's anchors lie close together and most objects lie elsewhere. Those that cannot meet the block are skipped for all of it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FindNear(ReadOnlySpan<Box> block, ReadOnlySpan<Box> truths, TruthCandidates candidates, Span<NearTruth> near)
    {
        var (x1, y1, x2, y2) = (float.PositiveInfinity, float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity);
        foreach (ref readonly var box in block)
        {
            // Comparisons skip NaN, which meets nothing.
            if (box.X1 < x1) x1 = box.X1;
            if (box.Y1 < y1) y1 = box.Y1;
            if (box.X2 > x2) x2 = box.X2;
            if (box.Y2 > y2) y2 = box.Y2;
        }

        var count = 0;
        for (var g = 0; g < truths.Length; g++)
        {
            var meets = truths[g].X1 < x2 && truths[g].X2 > x1 && truths[g].Y1 < y2 && truths[g].Y2 > y1;
            if (meets || !TMeasure.IsLeastApart) near[count++] = new(truths[g], g) { Best = candidates.Best[g] };
        }

        return count;
    }

    // No call inside the loop: it would push every vector out of its register on each iteration.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Match<TLanes>(
        in BoxColumns columns, int k, ReadOnlySpan<NearTruth> near, Span<int> found, MatchOptions options, OfferedOverlaps<TLanes> offers)
        where TLanes : struct, IFloatLanes<TLanes>
    {
        var boxes = LaneBoxes<TLanes>.Load(columns, (nuint)k);
        var (best, owner) = (TLanes.Of(TMeasure.Least), TLanes.Of(0));
        for (var g = 0; g < near.Length; g++)
        {
            ref readonly var truth = ref near[g];
            var overlap = TMeasure.Of(LaneBoxes<TLanes>.Repeat(truth.Box, truth.Area), boxes, out var claims);
            var better = TLanes.Greater(overlap, best);
            best = TLanes.Select(better, overlap, best);
            owner = TLanes.Select(better, TLanes.Of(truth.Lane), owner);
            // True for one vector in a hundred.
            if (TLanes.AnyGreaterOrEqual(claims, TLanes.Of(truth.Best))) offers.Add(g, claims);
        }

        var isBackground = TLanes.Greater(TLanes.Of(options.Background), best);
        var match = TLanes.Select(
            TLanes.GreaterOrEqual(best, TLanes.Of(options.Foreground)), owner,
            TLanes.Select(isBackground, TLanes.Of(BoxMatcher.Background), TLanes.Of(BoxMatcher.Ignored)));
        match.StoreIntegers(ref found[0], (nuint)k);
    }
}
