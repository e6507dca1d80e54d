// Shapes: A boxes (anchors or proposals), G objects.
using System.Numerics;

namespace Gannet.Vision.Assignment;

/// <summary>The pass over a range of boxes that computes overlap and arg-max together.</summary>
internal static class MatchPass<TMeasure> where TMeasure : struct, IOverlapMeasure
{
    /// <summary>Writes the matches of the boxes from <paramref name="start"/> to <paramref name="end"/>.</summary>
    /// <returns>Among them, the best boxes of each object.</returns>
    public static TruthCandidates Run(BoxColumns boxes, Box[] truths, int[] matches, int start, int end, MatchOptions options)
    {
        var candidates = new TruthCandidates(truths.Length, TMeasure.LeastClaim);
        var step = Vector<float>.Count;
        Span<float> offered = stackalloc float[step];
        var k = start;
        for (; k + step <= end; k += step)
        {
            var lanes = new BoxLanes(boxes, k);
            var (best, owner) = (new Vector<float>(TMeasure.Least), Vector<int>.Zero);
            for (var g = 0; g < truths.Length; g++)
            {
                var overlap = TMeasure.Of(truths[g], lanes, out var claims);
                var better = Vector.GreaterThan(overlap, best);
                best = Vector.ConditionalSelect(better, overlap, best);
                owner = Vector.ConditionalSelect(better, new Vector<int>(g), owner);
                if (!Vector.GreaterThanOrEqualAny(claims, new Vector<float>(candidates.Best(g)))) continue;
                claims.CopyTo(offered);
                for (var lane = 0; lane < step; lane++) candidates.Offer(g, k + lane, offered[lane]);
            }

            for (var lane = 0; lane < step; lane++) candidates.Record(matches, k + lane, owner[lane], best[lane], options);
        }

        float[] overlaps = new float[truths.Length], claimed = new float[truths.Length];
        for (; k < end; k++)
        {
            for (var g = 0; g < truths.Length; g++)
            {
                overlaps[g] = TMeasure.Of(truths[g], boxes[k]);
                claimed[g] = TMeasure.Claim(truths[g], boxes[k], overlaps[g]);
            }

            One(candidates, k, overlaps, claimed, matches, options);
        }

        return candidates;
    }

    /// <summary>The rule for one box whose overlap with every object is known.</summary>
    public static void One(
        TruthCandidates candidates, int box, ReadOnlySpan<float> overlaps, ReadOnlySpan<float> claims, int[] matches, MatchOptions options)
    {
        var (best, owner) = (TMeasure.Least, 0);
        for (var g = 0; g < overlaps.Length; g++)
        {
            candidates.Offer(g, box, claims[g]);
            if (overlaps[g] > best) (best, owner) = (overlaps[g], g);
        }

        candidates.Record(matches, box, owner, best, options);
    }
}
