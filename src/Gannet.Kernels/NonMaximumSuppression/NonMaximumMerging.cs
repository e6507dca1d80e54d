using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Ranking;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>Greedy non-maximum merging: like suppression, but the best box grows by those that it removes.</summary>
/// <remarks>
/// For boxes from overlapping tiles of a picture, where each may show only a part of the object. The same rules as <c>GREEDYNMM</c> in SAHI
/// (Akyon et al., 2022): the best box claims all worse boxes that overlap it, and grows to the union with each of them that still overlaps
/// the grown box, best first. A claimed box that no longer does is dropped.
/// </remarks>
public static class NonMaximumMerging
{
    /// <summary>Merges the boxes of one class.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="threshold">Overlap in [0, 1] above which boxes are merged; SAHI uses .5.</param>
    /// <param name="overlap">How overlap is measured; SAHI uses the smaller box.</param>
    /// <returns>Merged boxes with the score of the best of each, best first; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>O(R · merged boxes) time.</remarks>
    public static MergedBox[] Merge(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double threshold = 0.5, MergeOverlap overlap = MergeOverlap.Smaller)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An overlap threshold must be in [0, 1].");
        if (!Enum.IsDefined(overlap)) throw new ArgumentOutOfRangeException(nameof(overlap), overlap, "unknown measure of overlap");
        var left = ScoreOrder.Descending(scores, boxes.Length).AsSpan();
        var merged = new List<MergedBox>();
        while (left.Length > 0)
        {
            var (best, count) = (left[0], 0);
            var grown = boxes[best];
            foreach (var other in left[1..])
            {
                if (!(Of(boxes[best], boxes[other], overlap) > threshold)) left[count++] = other;
                else if (Of(grown, boxes[other], overlap) > threshold) grown = Union(grown, boxes[other]);
            }

            merged.Add(new(best, grown, scores[best]));
            left = left[..count];
        }

        return [.. merged];
    }

    /// <summary>The same for several classes: boxes with different labels are not merged.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="labels"><c>[R]</c> classes.</param>
    /// <param name="threshold">Overlap in [0, 1] above which boxes are merged; SAHI uses .5.</param>
    /// <param name="overlap">How overlap is measured; SAHI uses the smaller box.</param>
    /// <returns>Merged boxes, best score first over all classes.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    public static MergedBox[] MergePerClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, double threshold = 0.5,
        MergeOverlap overlap = MergeOverlap.Smaller) =>
        MergedBox.PerClass(boxes, scores, labels, (own, ownScores) => Merge(own, ownScores, threshold, overlap));

    private static float Of(Box a, Box b, MergeOverlap overlap) => overlap == MergeOverlap.Smaller ? Ios.Of(a, b) : Iou.Of(a, b);

    private static Box Union(Box a, Box b) => new(Math.Min(a.X1, b.X1), Math.Min(a.Y1, b.Y1), Math.Max(a.X2, b.X2), Math.Max(a.Y2, b.Y2));
}

/// <summary>What the intersection of two boxes is divided by.</summary>
public enum MergeOverlap
{
    /// <summary>The smaller box (<see cref="Ios"/>): a part of an object is merged with the whole. So is an object inside a larger one of its class.</summary>
    Smaller,

    /// <summary>The union (<see cref="Iou"/>): only boxes of similar size are merged.</summary>
    Union,
}
