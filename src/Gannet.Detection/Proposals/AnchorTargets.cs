using Gannet.Detection.Anchors;
using Gannet.Vision;
using Gannet.Vision.Assignment;

namespace Gannet.Detection.Proposals;

/// <summary>What the sampled anchors of one picture should have said.</summary>
/// <param name="Sample">The anchors that take part in the loss.</param>
/// <param name="Offsets">For each positive one, the offsets to its object.</param>
internal sealed record AnchorTargets(BoxSample Sample, BoxOffsets[] Offsets)
{
    public static AnchorTargets Assign(AnchorGrid anchors, Truth truth, ProposalOptions options, Random random)
    {
        var matches = BoxMatcher.Match(anchors.Boxes, truth.Boxes, new MatchOptions
        {
            Foreground = options.ForegroundIou,
            Background = options.BackgroundIou,
            ForceBestPerTruth = true,
        });
        return From(anchors, truth, matches, new BalancedSampler(options.Samples, options.PositiveFraction).Sample(matches, random));
    }

    public static AnchorTargets From(AnchorGrid anchors, Truth truth, int[] matches, BoxSample sample) => new(
        sample, [.. sample.Positive.Select(k => BoxCoder.Proposals.Encode(anchors.Boxes[k], truth.Boxes[matches[k]]))]);
}
