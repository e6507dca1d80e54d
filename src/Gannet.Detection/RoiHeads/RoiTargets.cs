using Gannet.Kernels.Matching;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Sampling;

namespace Gannet.Detection.RoiHeads;

/// <summary>The regions of one image that take part in the loss, and their training targets.</summary>
/// <param name="Boxes"><c>[R]</c>, foreground first.</param>
/// <param name="Classes"><c>[R]</c>: 0 for background, otherwise 1 + label.</param>
/// <param name="Objects">For each foreground region, the index of its object.</param>
/// <param name="ObjectBoxes">For each foreground region, the box of its object.</param>
public sealed record RoiTargets(Box[] Boxes, int[] Classes, int[] Objects, Box[] ObjectBoxes)
{
    /// <summary>Number of foreground regions.</summary>
    public int Positives => Objects.Length;

    /// <summary>Samples a minibatch from the proposals and, if the options say so, the ground truth boxes.</summary>
    /// <param name="proposals">In pixels of the input.</param>
    /// <param name="truth">The objects, in the same pixels.</param>
    /// <param name="options">Thresholds and size of the minibatch.</param>
    /// <param name="random">The source of randomness.</param>
    public static RoiTargets Assign(Box[] proposals, GroundTruth truth, HeadOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(options);
        var candidates = Candidates(proposals, truth, options);
        var matches = Match(candidates, truth, options);
        return From(candidates, truth, matches, new BalancedSampler(options.Samples, options.PositiveFraction, options.KeepRatio).Sample(matches, random));
    }

    /// <summary>All regions that are foreground or background, as candidates for hard examples.</summary>
    internal static RoiTargets All(Box[] proposals, GroundTruth truth, HeadOptions options)
    {
        var candidates = Candidates(proposals, truth, options);
        var matches = Match(candidates, truth, options);
        int[] Where(Func<int, bool> holds) => [.. Enumerable.Range(0, matches.Length).Where(k => holds(matches[k]))];
        return From(candidates, truth, matches, new(Where(static m => m >= 0), Where(static m => m == BoxMatcher.Background)));
    }

    internal static RoiTargets From(Box[] candidates, GroundTruth truth, int[] matches, BoxSample sample)
    {
        int[] objects = [.. sample.Positive.Select(k => matches[k])];
        return new(
            [.. sample.Positive.Concat(sample.Negative).Select(k => candidates[k])],
            [.. objects.Select(g => truth.Labels[g] + 1), .. new int[sample.Negative.Length]], objects, [.. objects.Select(g => truth.Boxes[g])]);
    }

    /// <summary>A subset of the regions, in ascending order so that foreground stays first.</summary>
    internal RoiTargets Select(IEnumerable<int> regions)
    {
        int[] chosen = [.. regions.Order()];
        int[] foreground = [.. chosen.Where(r => r < Positives)];
        return new([.. chosen.Select(r => Boxes[r])], [.. chosen.Select(r => Classes[r])],
            [.. foreground.Select(r => Objects[r])], [.. foreground.Select(r => ObjectBoxes[r])]);
    }

    private static Box[] Candidates(Box[] proposals, GroundTruth truth, HeadOptions options) => options.AddTruths ? [.. proposals, .. truth.Boxes] : proposals;

    private static int[] Match(Box[] candidates, GroundTruth truth, HeadOptions options)
    {
        var matches = BoxMatcher.Match(candidates, truth.Boxes, new MatchOptions
        {
            Foreground = options.ForegroundIou,
            Background = options.BackgroundIou,
            ForceBestPerTruth = false,
        }, truth.Weights);
        CrowdScreen.ApplyInPlace(matches, candidates, truth.Crowds);
        if (options.BackgroundFloor <= 0) return matches;
        for (var k = 0; k < matches.Length; k++)
        {
            if (matches[k] == BoxMatcher.Background && !truth.Boxes.Any(box => Iou.Of(box, candidates[k]) >= options.BackgroundFloor))
                matches[k] = BoxMatcher.Ignored;
        }

        return matches;
    }
}
