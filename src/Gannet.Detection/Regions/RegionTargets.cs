using Gannet.Vision;
using Gannet.Vision.Assignment;

namespace Gannet.Detection.Regions;

/// <summary>The sampled regions of one picture and what the second stage should say of them.</summary>
/// <param name="Boxes"><c>[R]</c>, foreground first.</param>
/// <param name="Classes"><c>[R]</c>: 0 for background, else 1 + label.</param>
/// <param name="Offsets">For each foreground region, the offsets to its object.</param>
internal sealed record RegionTargets(Box[] Boxes, int[] Classes, BoxOffsets[] Offsets)
{
    /// <summary>Samples from the proposals and the objects themselves, so that early training sees foreground.</summary>
    public static RegionTargets Assign(Box[] proposals, Truth truth, HeadOptions options, BoxCoder coder, Random random)
    {
        Box[] candidates = [.. proposals, .. truth.Boxes];
        var matches = BoxMatcher.Match(candidates, truth.Boxes, new MatchOptions
        {
            Foreground = options.ForegroundIou,
            Background = options.BackgroundIou,
            ForceBestPerTruth = false,
        });
        return From(candidates, truth, matches, new BalancedSampler(options.Samples, options.PositiveFraction).Sample(matches, random), coder);
    }

    public static RegionTargets From(Box[] candidates, Truth truth, int[] matches, BoxSample sample, BoxCoder coder) => new(
        [.. sample.Positive.Concat(sample.Negative).Select(k => candidates[k])],
        [.. sample.Positive.Select(k => truth.Labels[matches[k]] + 1), .. new int[sample.Negative.Length]],
        [.. sample.Positive.Select(k => coder.Encode(candidates[k], truth.Boxes[matches[k]]))]);
}
