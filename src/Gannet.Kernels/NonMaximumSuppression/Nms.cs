using Gannet.Kernels.Ranking;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.NonMaximumSuppression;

// Greedy non-maximum suppression. Candidates come best score first, and each is compared only with the boxes near it that were kept
// so far. So the work is far below R·K for R boxes of which K are kept, and it stops at the limit. There is no matrix and no allocation
// per pair.

/// <summary>Non-maximum suppression: among boxes that overlap a lot, only the one with the best score is kept.</summary>
public static class Nms
{
    // Below this many pairs, starting threads costs more than it saves.
    private const long WorthThreads = 1 << 22;

    /// <summary>Keeps the boxes that no better box overlaps by more than <paramref name="threshold"/>.</summary>
    /// <param name="boxes"><c>[R]</c> boxes in any common unit.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="threshold">IoU in [0, 1]; an overlap equal to it does not suppress. Proposals use 0.7, detections 0.3 to 0.5.</param>
    /// <param name="limit">Stop when this many are kept.</param>
    /// <returns>Positions in <paramref name="boxes"/>, best score first; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>Equals torchvision's <c>nms</c> bit for bit: the overlap is float32, the threshold a double.</remarks>
    public static int[] Keep(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double threshold, int limit = int.MaxValue) =>
        Keep(boxes, scores, threshold, limit, KernelPlan.Best);

    internal static int[] Keep(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double threshold, int limit, KernelPlan plan)
    {
        Check(threshold, limit);
        var order = ScoreOrder.Descending(scores, boxes.Length);
        var ranked = new Box[order.Length];
        for (var rank = 0; rank < ranked.Length; rank++) ranked[rank] = boxes[order[rank]];

        var kept = new int[Math.Min(limit, order.Length)];
        var count = SuppressionSweep.Run(ranked, new KeptBoxes(threshold), kept, plan.VectorBits);
        var positions = new int[count];
        for (var k = 0; k < count; k++) positions[k] = order[kept[k]];
        return positions;
    }

    /// <summary>Suppresses within each class only: boxes with different labels do not suppress each other.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="labels"><c>[R]</c> classes, or pyramid levels, or any grouping.</param>
    /// <param name="threshold">IoU in [0, 1]; an overlap equal to it does not suppress.</param>
    /// <param name="limit">Keep at most this many, the best over all classes.</param>
    /// <returns>Positions in <paramref name="boxes"/>, best score first over all classes; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>Like torchvision's <c>batched_nms</c>, but without moving each class far away, which rounds the coordinates.</remarks>
    public static int[] KeepPerClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, double threshold, int limit = int.MaxValue) =>
        KeepPerClass(boxes, scores, labels, threshold, limit, KernelPlan.Best);

    internal static int[] KeepPerClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, double threshold, int limit, KernelPlan plan)
    {
        Check(threshold, limit);
        if (labels.Length != boxes.Length)
            throw new ArgumentException($"{boxes.Length} boxes need {boxes.Length} labels, not {labels.Length}.", nameof(labels));

        // Two stable sorts put the members of each class together, best first.
        var order = ScoreOrder.Descending(scores, boxes.Length);
        var keys = new uint[order.Length];
        for (var rank = 0; rank < keys.Length; rank++) keys[rank] = (uint)labels[order[rank]];
        var ranks = RadixOrder.Ascending(keys);
        var members = new Box[ranks.Length];
        for (var k = 0; k < members.Length; k++) members[k] = boxes[order[ranks[k]]];

        var isKept = new bool[order.Length];
        var (classes, pairs) = Classes(keys, ranks);
        plan.For(pairs, WorthThreads).ForRanges(classes.Length - 1, 1, (_, first, end) =>
        {
            var keptBoxes = new KeptBoxes(threshold);
            var kept = new int[ranks.Length];
            for (var c = first; c < end; c++)
            {
                var own = members.AsSpan(classes[c]..classes[c + 1]);
                var count = SuppressionSweep.Run(own, keptBoxes, kept.AsSpan(0, Math.Min(limit, own.Length)), plan.VectorBits);
                foreach (var member in kept.AsSpan(0, count)) isKept[ranks[classes[c] + member]] = true;
            }
        });

        var positions = new List<int>();
        for (var rank = 0; rank < order.Length && positions.Count < limit; rank++)
        {
            if (isKept[rank]) positions.Add(order[rank]);
        }

        return [.. positions];
    }

    // Where each class starts among the sorted members, followed by their end; and the number of pairs within classes.
    private static (int[] Starts, long Pairs) Classes(uint[] keys, int[] ranks)
    {
        var (starts, pairs) = (new List<int>(), 0L);
        for (var k = 0; k < ranks.Length; k++)
        {
            if (k == 0 || keys[ranks[k]] != keys[ranks[k - 1]]) starts.Add(k);
            pairs += k - starts[^1];
        }

        return ([.. starts, ranks.Length], pairs);
    }

    private static void Check(double threshold, int limit)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An IoU threshold must be in [0, 1].");
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
    }
}
