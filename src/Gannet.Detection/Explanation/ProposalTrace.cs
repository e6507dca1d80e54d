using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Proposals;
using Gannet.Kernels.BoxCoding;

namespace Gannet.Detection.Explanation;

/// <summary>What a proposal network computed.</summary>
/// <param name="Anchors">The anchors, T in all.</param>
/// <param name="GroupSizes">Number of anchors that compete with each other, group by group: those of a level, or all.</param>
/// <param name="Logits">Objectness of each anchor before the sigmoid, <c>[T]</c>.</param>
/// <param name="Predicted">Each anchor moved by its deltas and clipped to the image, <c>[T]</c>.</param>
/// <param name="BeforeNms">Number of best anchors of each group that enter suppression.</param>
/// <param name="Suppression">The suppression; groups are levels, sources are anchors.</param>
public sealed record ProposalTrace(
    AnchorGrid Anchors, int[] GroupSizes, float[] Logits, Box[] Predicted, int BeforeNms, SuppressionTrace Suppression)
{
    /// <summary>The level of an anchor, finest first.</summary>
    /// <param name="anchor">Index of the anchor.</param>
    public int LevelOf(int anchor)
    {
        var level = 0;
        for (var end = Anchors.LevelSizes[0]; anchor >= end; end += Anchors.LevelSizes[level]) level++;
        return level;
    }

    /// <summary>How many anchors of its group have a higher objectness.</summary>
    /// <param name="anchor">Index of the anchor.</param>
    public int RankOf(int anchor)
    {
        var start = 0;
        foreach (var size in GroupSizes)
        {
            if (anchor < start + size) return Logits.AsSpan(start, size).ToArray().Count(logit => logit > Logits[anchor]);
            start += size;
        }

        throw new ArgumentOutOfRangeException(nameof(anchor), anchor, "there is no such anchor");
    }

    /// <summary>The probability that an anchor shows an object.</summary>
    /// <param name="anchor">Index of the anchor.</param>
    public float ScoreOf(int anchor) => 1 / (1 + MathF.Exp(-Logits[anchor]));

    internal static ProposalTrace Of(
        ReadOnlySpan<float> logits, ReadOnlySpan<BoxDeltas> deltas, AnchorGrid anchors, Box window, BoxCoder coder, ProposalOptions options,
        BoxCandidates candidates, int[] kept)
    {
        var predicted = new Box[anchors.Boxes.Length];
        coder.Decode(anchors.Boxes, deltas, predicted, window);
        return new(
            anchors, options.LevelsTogether ? [anchors.Boxes.Length] : anchors.LevelSizes, logits.ToArray(), predicted, options.BeforeNms,
            new(SuppressionTrace.Boxes(candidates), candidates.Kept, kept, options.NmsThreshold, options.AfterNms));
    }
}
