using Gannet.Detection.Proposals;
using Gannet.Kernels.Matching;
using Gannet.Kernels.Sampling;

namespace Gannet.Detection.Anchors;

/// <summary>The training targets of one image's sampled anchors.</summary>
/// <param name="Sample">The anchors that take part in the loss.</param>
/// <param name="Objects">For each positive anchor, the box of its object.</param>
internal sealed record AnchorTargets(BoxSample Sample, Box[] Objects)
{
    /// <summary>Labels the anchors by their overlap with the objects and samples a minibatch.</summary>
    /// <param name="anchors">The anchors.</param>
    /// <param name="truth">The objects.</param>
    /// <param name="window">The part of the input that contains the image.</param>
    /// <param name="options">Thresholds and size of the minibatch.</param>
    /// <param name="random">The source of randomness.</param>
    public static AnchorTargets Assign(AnchorGrid anchors, GroundTruth truth, Box window, ProposalOptions options, Random random)
    {
        var (matches, chosen) = Match(anchors, truth, window, options);
        var sample = new BalancedSampler(options.Samples, options.PositiveFraction).Sample(matches, random);
        Box[] objects = [.. sample.Positive.Select(k => truth.Boxes[matches[k]])];
        return new(chosen is null ? sample : new([.. sample.Positive.Select(k => chosen[k])], [.. sample.Negative.Select(k => chosen[k])]), objects);
    }

    /// <summary>Labels the anchors as <see cref="BoxMatcher"/> does: those chosen, or all if null.</summary>
    public static (int[] Matches, int[]? Chosen) Match(AnchorGrid anchors, GroundTruth truth, Box window, ProposalOptions options)
    {
        var chosen = options.InsideOnly ? Inside(anchors.Boxes, window) : null;
        var boxes = chosen is null ? anchors.Boxes : [.. chosen.Select(k => anchors.Boxes[k])];
        var matches = BoxMatcher.Match(boxes, truth.Boxes, new MatchOptions
        {
            Overlap = options.Overlap,
            Foreground = options.ForegroundIou,
            Background = options.BackgroundIou,
            ForceBestPerTruth = options.ForceBest,
        }, truth.Weights);
        CrowdScreen.ApplyInPlace(matches, boxes, truth.Crowds);
        return (matches, chosen);
    }

    public static AnchorTargets From(GroundTruth truth, int[] matches, BoxSample sample) =>
        new(sample, [.. sample.Positive.Select(k => truth.Boxes[matches[k]])]);

    // A box that touches the edge is inside.
    private static int[] Inside(Box[] boxes, Box window) => [.. Enumerable.Range(0, boxes.Length).Where(k =>
        boxes[k].X1 >= window.X1 && boxes[k].Y1 >= window.Y1 && boxes[k].X2 <= window.X2 && boxes[k].Y2 <= window.Y2)];
}
