// Shapes: R regions of all images, C classes without background.
using System.Runtime.InteropServices;
using Gannet.Detection.Boxes;
using Gannet.Detection.Explanation;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Ranking;
using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>Turns predictions into detections: decodes, thresholds and suppresses.</summary>
internal sealed partial class PostProcessing(BoxLayout layout, BoxCoder coder)
{
    private const float LeastSoftScore = 0.001f; // of the paper's code; Gaussian decay alone would never drop a box

    /// <summary>Computes the detections of each image in pixels of the input, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public DetectedObject[][] Select(
        BoxPrediction prediction, Box[][] regions, IReadOnlyList<ImagePlacement> placements, DetectionOptions options)
    {
        using var scope = TensorScope.Enter();
        return Select(prediction.Logits.Softmax(1), prediction.Deltas, regions, placements, options);
    }

    /// <summary>The same for probabilities, <c>[R, 1 + C]</c>, and deltas that come from several heads.</summary>
    /// <remarks>Device sync.</remarks>
    public unsafe DetectedObject[][] Select(
        Tensor probabilities, Tensor offsets, Box[][] regions, IReadOnlyList<ImagePlacement> placements, DetectionOptions options)
    {
        using var scope = TensorScope.Enter();
        var (scores, deltas) = Readback.Of(probabilities, offsets);
        var starts = new int[regions.Length];
        for (var n = 1; n < starts.Length; n++) starts[n] = starts[n - 1] + regions[n - 1].Length;
        // Read in place, since few of a thousand regions' boxes are needed. The tensors' memory does not move.
        nint scoresAt, deltasAt;
        fixed (float* first = scores.AsSpan<float>()) scoresAt = (nint)first;
        fixed (float* first = deltas.AsSpan<float>()) deltasAt = (nint)first;
        var candidates = new BoxCandidates[regions.Length];
        var width = layout.Classes + 1;
        Parallel.For(0, regions.Length, n => candidates[n] = Candidates(
            new ReadOnlySpan<float>((float*)scoresAt + (long)starts[n] * width, regions[n].Length * width),
            new ReadOnlySpan<BoxDeltas>((BoxDeltas*)deltasAt + (long)starts[n] * layout.Count, regions[n].Length * layout.Count),
            regions[n], placements[n], options));
        var kept = Array.ConvertAll(candidates, c => SurvivorOrder.Best(c.Kept, c.Scores, options.PerImage));
        DetectionTrace.Current?.Regions = RegionTrace.Of(
            scores.AsSpan<float>(), MemoryMarshal.Cast<float, BoxDeltas>(deltas.AsSpan<float>()), regions[0], placements[0].Window,
            layout, coder, options, candidates[0], kept[0]);
        GC.KeepAlive(scores);
        GC.KeepAlive(deltas);
        return [.. candidates.Zip(kept, static (c, own) => Array.ConvertAll(own, k => new DetectedObject(c.Boxes[k], c.Labels[k], c.Scores[k])))];
    }

    /// <summary>Moves each region by the deltas of its most probable class and clips it to its image.</summary>
    /// <remarks>Device sync.</remarks>
    public ProposedBoxes[] Refine(BoxPrediction prediction, Box[][] regions, IReadOnlyList<ImagePlacement> placements)
    {
        using var scope = TensorScope.Enter();
        var (scoresRead, deltasRead) = Readback.Of(prediction.Logits.Softmax(1), prediction.Deltas);
        var scores = scoresRead.AsSpan<float>();
        var deltas = MemoryMarshal.Cast<float, BoxDeltas>(deltasRead.AsSpan<float>());
        var (refined, width, start) = (new ProposedBoxes[regions.Length], layout.Classes + 1, 0);
        for (var n = 0; n < regions.Length; n++)
        {
            var (offsets, found) = (new BoxDeltas[regions[n].Length], new float[regions[n].Length]);
            for (var r = 0; r < offsets.Length; r++)
            {
                var own = scores.Slice((start + r) * width, width);
                offsets[r] = deltas[(start + r) * layout.Count + layout.SlotOf(LargestOf(own[1..]))];
                found[r] = 1 - own[0];
            }

            var boxes = new Box[offsets.Length];
            coder.Decode(regions[n], offsets, boxes, placements[n].Window);
            refined[n] = new(boxes, found);
            start += offsets.Length;
        }

        GC.KeepAlive(scoresRead);
        GC.KeepAlive(deltasRead);
        DetectionTrace.Current?.Add(refined[0]);
        return refined;
    }

    private BoxCandidates Candidates(
        ReadOnlySpan<float> scores, ReadOnlySpan<BoxDeltas> deltas, Box[] regions, ImagePlacement placement, DetectionOptions options)
    {
        // Most scores are far below the threshold; only boxes above it are decoded.
        var width = layout.Classes + 1;
        var (found, boxes, offsets) = (new List<int>(), new List<Box>(), new List<BoxDeltas>());
        foreach (var position in TopScores.Above(scores, options.ScoreThreshold))
        {
            var (region, label) = (position / width, position % width - 1);
            if (label < 0 || options.BestClassOnly && label != LargestOf(scores.Slice(region * width, width)) - 1) continue;
            found.Add(position);
            boxes.Add(regions[region]);
            offsets.Add(deltas[region * layout.Count + layout.SlotOf(label)]);
        }

        var decoded = CollectionsMarshal.AsSpan(boxes);
        coder.Decode(decoded, CollectionsMarshal.AsSpan(offsets), decoded, placement.Window);
        var candidates = new BoxCandidates();
        for (var k = 0; k < decoded.Length; k++)
        {
            // Written so that NaN is also dropped.
            if (decoded[k].Width >= options.MinSize && decoded[k].Height >= options.MinSize)
                candidates.Add(decoded[k], scores[found[k]], found[k] % width - 1, found[k] / width);
        }

        if (options.SoftNms == SoftNmsKind.None) candidates.Suppress(options.NmsThreshold, options.AcrossClasses);
        else candidates.SuppressSoftly((own, ownScores) => Soften(own, ownScores, options), options.AcrossClasses);
        return candidates;
    }

    private static RescoredBox[] Soften(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, DetectionOptions options)
    {
        // Detections are above the threshold, also after decay.
        var least = Math.Max(LeastSoftScore, MathF.BitIncrement(options.ScoreThreshold));
        return options.SoftNms == SoftNmsKind.Linear
            ? SoftNms.Linear(boxes, scores, (float)options.NmsThreshold, least)
            : SoftNms.Gaussian(boxes, scores, options.SoftNmsSigma, least);
    }

    private static int LargestOf(ReadOnlySpan<float> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
        {
            if (values[k] > values[best]) best = k;
        }

        return best;
    }
}
