using Gannet.Detection.Boxes;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Explanation;

/// <summary>A box before suppression.</summary>
/// <param name="Box">In pixels of the input.</param>
/// <param name="Score">Its probability.</param>
/// <param name="Group">The class, or the level, in which it competes.</param>
/// <param name="Source">Index of the anchor or the region that it was computed from.</param>
public readonly record struct TracedBox(Box Box, float Score, int Group, int Source);

/// <summary>The boxes that entered a suppression, and those that remained.</summary>
/// <param name="Candidates">The boxes that entered.</param>
/// <param name="Survivors">Those that no better one removed, best first; indices of candidates.</param>
/// <param name="Kept">Those of them within the limit, best first; indices of candidates.</param>
/// <param name="Threshold">IoU above which the better of two boxes removes the other.</param>
/// <param name="Limit">Most boxes that are kept.</param>
/// <param name="AcrossGroups">Whether boxes of all groups compete with each other.</param>
public sealed record SuppressionTrace(TracedBox[] Candidates, int[] Survivors, int[] Kept, double Threshold, int Limit, bool AcrossGroups = false)
{
    /// <summary>The better survivor that overlaps a candidate most in its group.</summary>
    /// <param name="candidate">Index of a candidate that did not survive.</param>
    /// <returns>Index of the survivor and its IoU; null if there is none.</returns>
    public (int Index, float Iou)? SuppressorOf(int candidate)
    {
        var own = Candidates[candidate];
        (int Index, float Iou)? best = null;
        foreach (var survivor in Survivors)
        {
            var other = Candidates[survivor];
            if (survivor == candidate || other.Score < own.Score || !AcrossGroups && other.Group != own.Group) continue;
            var overlap = Iou.Of(other.Box, own.Box);
            if (overlap > (best?.Iou ?? 0)) best = (survivor, overlap);
        }

        return best;
    }

    internal static TracedBox[] Boxes(BoxCandidates candidates)
    {
        var boxes = new TracedBox[candidates.Boxes.Length];
        for (var k = 0; k < boxes.Length; k++) boxes[k] = new(candidates.Boxes[k], candidates.Scores[k], candidates.Labels[k], candidates.Sources[k]);
        return boxes;
    }
}
