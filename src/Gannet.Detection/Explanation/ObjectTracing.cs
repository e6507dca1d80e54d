using Gannet.Detection.Images;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Explanation;

/// <summary>Follows annotated objects through the stages of a detector: arithmetic on the boxes and scores of a trace.</summary>
/// <remarks>
/// An object is looked for from the end: it was lost by the stage after the last one that had a box of its class, or before classification any box, on it.
/// </remarks>
public static class ObjectTracing
{
    /// <summary>IoU from which on a box is on an object.</summary>
    public const float OnObject = 0.5f;

    /// <summary>What became of each object.</summary>
    /// <param name="trace">What the detector computed.</param>
    /// <param name="boxes">The objects, in pixels of the image.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="score">Lowest score of a detection that counts.</param>
    public static IReadOnlyList<ObjectTrace> Trace(DetectionTrace trace, IReadOnlyList<Box> boxes, IReadOnlyList<int> labels, float score)
    {
        ArgumentNullException.ThrowIfNull(trace);
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(labels);
        var placed = boxes.Select(box => Placed(trace.Placement, box)).ToArray();
        var found = Assign(trace.Detections, placed, labels, score);
        return [.. placed.Select((box, k) => Trace(trace, box, labels[k], found[k], score) with
        {
            Detection = found[k],
            AnchorIou = trace.Network is { } network ? Best(network.Anchors.Boxes, box).Iou : float.NaN,
            RegionIou = Best(trace.Proposals.Boxes, box).Iou,
        })];
    }

    /// <summary>The part of an object that is in the input.</summary>
    internal static Box Placed(ImagePlacement placement, Box box) => placement.Clip(placement.ToInput(box));

    // Each detection, best first, finds the free object of its class that it overlaps most.
    private static int?[] Assign(IReadOnlyList<DetectedObject> detections, Box[] objects, IReadOnlyList<int> labels, float score)
    {
        var found = new int?[objects.Length];
        for (var d = 0; d < detections.Count; d++)
        {
            if (!(detections[d].Score >= score)) continue;
            var (best, owner) = (OnObject, -1);
            for (var k = 0; k < objects.Length; k++)
            {
                if (found[k] is not null || labels[k] != detections[d].Label) continue;
                var overlap = Iou.Of(detections[d].Box, objects[k]);
                if (overlap >= best) (best, owner) = (overlap, k);
            }

            if (owner >= 0) found[owner] = d;
        }

        return found;
    }

    private static ObjectTrace Trace(DetectionTrace trace, Box box, int label, int? detection, float score)
    {
        if (!box.IsValid) return new(box, label, LostAt.Transform);
        if (detection is not null) return new(box, label, LostAt.Nowhere);
        return (trace.Regions is { } regions ? InRegions(regions, trace.Proposals.Boxes, box, label, score) : null)
            ?? (trace.Network is { } network ? InNetwork(network, box, label) : Unreached(trace.Proposals.Boxes, box, label));
    }

    private static ObjectTrace? InRegions(RegionTrace regions, Box[] proposals, Box box, int label, float score)
    {
        var suppression = regions.Suppression;
        bool IsOn(int candidate) => suppression.Candidates[candidate].Group == label && Iou.Of(suppression.Candidates[candidate].Box, box) >= OnObject;
        if (FirstOf(suppression.Kept, IsOn) is { } kept)
        {
            var own = suppression.Candidates[kept];
            return own.Score >= score
                ? new(box, label, LostAt.Neighbour) { Own = own.Box, OwnScore = own.Score, Value = Iou.Of(own.Box, box), Needed = OnObject }
                : Unlikely(regions, box, label, own.Source, own.Score, score) with { Own = own.Box };
        }

        if (Array.FindIndex(suppression.Survivors, c => IsOn(c)) is >= 0 and var rank)
            return Cut(box, label, LostAt.DetectionLimit, suppression, rank);
        if (BestOf(suppression, IsOn) is { } suppressed) return Suppressed(box, label, LostAt.Suppression, suppression, suppressed);
        return Unclassified(regions, box, label) ?? Moved(regions, proposals, box, label);
    }

    // Regions that are on it after refinement, but are no candidates.
    private static ObjectTrace? Unclassified(RegionTrace regions, Box box, int label)
    {
        var best = -1;
        for (var r = 0; r < regions.Boxes.Length; r++)
        {
            if (Iou.Of(regions.RefinedBox(r, label), box) >= OnObject && (best < 0 || regions.Probability(r, label) > regions.Probability(best, label))) best = r;
        }

        if (best < 0) return null;
        var (own, probability) = (regions.RefinedBox(best, label), regions.Probability(best, label));
        return probability > regions.ScoreThreshold && regions.MostProbable(best) == label
            ? new(box, label, LostAt.DetectionSize) { Own = own, OwnScore = probability, Value = Math.Min(own.Width, own.Height) }
            : Unlikely(regions, box, label, best, probability, regions.ScoreThreshold) with { Own = own };
    }

    private static ObjectTrace Unlikely(RegionTrace regions, Box box, int label, int region, float probability, float needed)
    {
        var likely = regions.MostProbable(region);
        return likely == label
            ? new(box, label, LostAt.Score) { Value = probability, Needed = needed, OwnScore = probability }
            : new(box, label, LostAt.Classification)
            {
                Value = probability,
                Needed = needed,
                OwnScore = probability,
                OtherLabel = likely,
                OtherScore = regions.Probability(region, likely),
            };
    }

    // Regions that are on it before refinement only.
    private static ObjectTrace? Moved(RegionTrace regions, Box[] proposals, Box box, int label)
    {
        if (Best(proposals, box).Iou < OnObject) return null;
        var refined = Enumerable.Range(0, regions.Boxes.Length).Select(r => regions.RefinedBox(r, label)).ToArray();
        var (index, overlap) = Best(refined, box);
        return new(box, label, LostAt.Refinement) { Value = overlap, Needed = OnObject, Own = index < 0 ? null : refined[index] };
    }

    private static ObjectTrace InNetwork(ProposalTrace network, Box box, int label)
    {
        var suppression = network.Suppression;
        bool IsOn(int candidate) => Iou.Of(suppression.Candidates[candidate].Box, box) >= OnObject;
        if (Array.FindIndex(suppression.Survivors, c => IsOn(c)) is >= 0 and var place) return Cut(box, label, LostAt.ProposalLimit, suppression, place);
        if (BestOf(suppression, IsOn) is { } suppressed) return Suppressed(box, label, LostAt.ProposalSuppression, suppression, suppressed);
        var best = -1;
        for (var k = 0; k < network.Predicted.Length; k++)
        {
            if (Iou.Of(network.Predicted[k], box) >= OnObject && (best < 0 || network.Logits[k] > network.Logits[best])) best = k;
        }

        if (best >= 0)
        {
            var rank = network.RankOf(best);
            var lost = new ObjectTrace(box, label, rank < network.BeforeNms ? LostAt.ProposalSize : LostAt.Objectness)
            {
                Own = network.Predicted[best],
                OwnScore = network.ScoreOf(best),
            };
            return lost.Lost == LostAt.Objectness
                ? lost with { Value = rank + 1, Needed = network.BeforeNms }
                : lost with { Value = Math.Min(network.Predicted[best].Width, network.Predicted[best].Height) };
        }

        if (Best(network.Anchors.Boxes, box).Iou < OnObject) return Unreached(network.Anchors.Boxes, box, label);
        var (index, overlap) = Best(network.Predicted, box);
        return new(box, label, LostAt.ProposalBoxes) { Value = overlap, Needed = OnObject, Own = index < 0 ? null : network.Predicted[index] };
    }

    private static ObjectTrace Unreached(Box[] regions, Box box, int label)
    {
        var (index, overlap) = Best(regions, box);
        return new(box, label, LostAt.Anchors) { Value = overlap, Needed = OnObject, Own = index < 0 ? null : regions[index] };
    }

    private static ObjectTrace Cut(Box box, int label, LostAt lost, SuppressionTrace suppression, int rank)
    {
        var own = suppression.Candidates[suppression.Survivors[rank]];
        return new(box, label, lost) { Value = rank + 1, Needed = suppression.Limit, Own = own.Box, OwnScore = own.Score };
    }

    private static ObjectTrace Suppressed(Box box, int label, LostAt lost, SuppressionTrace suppression, int candidate)
    {
        var own = suppression.Candidates[candidate];
        var trace = new ObjectTrace(box, label, lost) { Own = own.Box, OwnScore = own.Score, Needed = (float)suppression.Threshold };
        return suppression.SuppressorOf(candidate) is not { } by ? trace : trace with
        {
            Value = by.Iou,
            Other = suppression.Candidates[by.Index].Box,
            OtherScore = suppression.Candidates[by.Index].Score,
            OtherLabel = suppression.Candidates[by.Index].Group,
        };
    }

    private static int? FirstOf(int[] candidates, Func<int, bool> holds)
    {
        var place = Array.FindIndex(candidates, c => holds(c));
        return place < 0 ? null : candidates[place];
    }

    private static int? BestOf(SuppressionTrace suppression, Func<int, bool> holds)
    {
        int? best = null;
        for (var c = 0; c < suppression.Candidates.Length; c++)
        {
            if (holds(c) && (best is null || suppression.Candidates[c].Score > suppression.Candidates[best.Value].Score)) best = c;
        }

        return best;
    }

    private static (int Index, float Iou) Best(Box[] boxes, Box box)
    {
        var (index, best) = (-1, 0f);
        for (var k = 0; k < boxes.Length; k++)
        {
            var overlap = Iou.Of(boxes[k], box);
            if (overlap > best) (index, best) = (k, overlap);
        }

        return (index, best);
    }
}
