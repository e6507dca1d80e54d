// Shapes: R regions of all pictures, C classes without background.
using System.Runtime.InteropServices;
using Gannet.Detection.Images;
using Gannet.Torch;
using Gannet.Vision;

namespace Gannet.Detection.Heads;

/// <summary>Makes detections of predictions: decodes, thresholds and suppresses.</summary>
internal sealed class DetectionSelector(BoxLayout layout, BoxCoder coder)
{
    /// <summary>The detections of each picture in pixels of the input, best first.</summary>
    /// <remarks>Device sync.</remarks>
    public Vision.Detection[][] Select(BoxPrediction prediction, Box[][] regions, IReadOnlyList<ImagePlacement> placements, DetectionOptions options)
    {
        using var scope = TensorScope.Enter();
        var scores = prediction.Logits.Softmax(1).ToArray<float>();
        var deltas = prediction.Deltas.ToArray<float>();
        var starts = new int[regions.Length];
        for (var n = 1; n < starts.Length; n++) starts[n] = starts[n - 1] + regions[n - 1].Length;
        var candidates = new BoxCandidates[regions.Length];
        var (width, boxes) = (layout.Classes + 1, layout.Count * 4);
        Parallel.For(0, regions.Length, n => candidates[n] = Candidates(
            scores.AsSpan(starts[n] * width, regions[n].Length * width),
            MemoryMarshal.Cast<float, BoxOffsets>(deltas.AsSpan(starts[n] * boxes, regions[n].Length * boxes)), regions[n], placements[n], options));
        return [.. candidates.Select(c => Array.ConvertAll(
            SurvivorOrder.Best(c.Kept, c.Scores, options.PerImage), k => new Vision.Detection(c.Boxes[k], c.Labels[k], c.Scores[k])))];
    }

    private BoxCandidates Candidates(
        ReadOnlySpan<float> scores, ReadOnlySpan<BoxOffsets> deltas, Box[] regions, ImagePlacement placement, DetectionOptions options)
    {
        var candidates = new BoxCandidates();
        for (var r = 0; r < regions.Length; r++)
        {
            var own = scores.Slice(r * (layout.Classes + 1), layout.Classes + 1);
            var best = options.BestClassOnly ? LargestOf(own) - 1 : -1;
            for (var label = 0; label < layout.Classes; label++)
            {
                if (options.BestClassOnly && label != best || !(own[label + 1] > options.ScoreThreshold)) continue;
                var box = placement.Clip(coder.Decode(regions[r], deltas[r * layout.Count + layout.SlotOf(label)]));
                if (box.Width >= options.MinSize && box.Height >= options.MinSize) candidates.Add(box, own[label + 1], label);
            }
        }

        candidates.Suppress(options.NmsThreshold, options.AcrossClasses);
        return candidates;
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
