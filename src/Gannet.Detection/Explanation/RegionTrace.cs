using Gannet.Detection.Boxes;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;

namespace Gannet.Detection.Explanation;

/// <summary>How the second stage classified and moved regions.</summary>
/// <param name="Classes">Number of classes, C, without background.</param>
/// <param name="Boxes">The regions, R.</param>
/// <param name="Probabilities">Of background and each class, <c>[R, 1 + C]</c>.</param>
/// <param name="Refined">Each region moved for each class and clipped to the image, <c>[R, C]</c>.</param>
/// <param name="ScoreThreshold">Only probabilities above it become candidates.</param>
/// <param name="Suppression">The suppression; groups are classes, sources are regions.</param>
public sealed record RegionTrace(
    int Classes, Box[] Boxes, float[] Probabilities, Box[] Refined, float ScoreThreshold, SuppressionTrace Suppression)
{
    /// <summary>The label of background.</summary>
    public const int Background = -1;

    /// <summary>The probability of a class.</summary>
    /// <param name="region">Index of the region.</param>
    /// <param name="label">The class, or <see cref="Background"/>.</param>
    public float Probability(int region, int label) => Probabilities[region * (Classes + 1) + label + 1];

    /// <summary>A region moved for a class.</summary>
    /// <param name="region">Index of the region.</param>
    /// <param name="label">The class.</param>
    public Box RefinedBox(int region, int label) => Refined[region * Classes + label];

    /// <summary>The most probable class of a region, or <see cref="Background"/>.</summary>
    /// <param name="region">Index of the region.</param>
    public int MostProbable(int region)
    {
        var own = Probabilities.AsSpan(region * (Classes + 1), Classes + 1);
        var best = 0;
        for (var k = 1; k < own.Length; k++)
        {
            if (own[k] > own[best]) best = k;
        }

        return best - 1;
    }

    internal static RegionTrace Of(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<BoxDeltas> deltas, Box[] regions, Box window, BoxLayout layout, BoxCoder coder,
        DetectionOptions options, BoxCandidates candidates, int[] kept)
    {
        var refined = new Box[regions.Length * layout.Classes];
        var offsets = new BoxDeltas[refined.Length];
        for (var k = 0; k < refined.Length; k++)
        {
            var (region, label) = (k / layout.Classes, k % layout.Classes);
            (refined[k], offsets[k]) = (regions[region], deltas[region * layout.Count + layout.SlotOf(label)]);
        }

        coder.Decode(refined, offsets, refined, window);
        return new(
            layout.Classes, regions, probabilities.ToArray(), refined, options.ScoreThreshold,
            new(SuppressionTrace.Boxes(candidates), candidates.Kept, kept, options.NmsThreshold, options.PerImage, options.AcrossClasses));
    }

    /// <summary>Proposals that are detections: of one class, neither moved nor suppressed.</summary>
    internal static RegionTrace Of(ProposedBoxes proposals, DetectionOptions options)
    {
        var (boxes, scores) = (proposals.Boxes, proposals.Scores);
        int[] likely = [.. Enumerable.Range(0, boxes.Length).Where(k => scores[k] >= options.ScoreThreshold)];
        int[] survivors = [.. Enumerable.Range(0, likely.Length)];
        return new(
            1, boxes, [.. scores.SelectMany(static score => new[] { 1 - score, score })], boxes, options.ScoreThreshold,
            new([.. likely.Select(k => new TracedBox(boxes[k], scores[k], 0, k))], survivors, [.. survivors.Take(options.PerImage)], 1, options.PerImage));
    }
}
