namespace Gannet.Vision;

// Greedy non-maximum suppression. Candidates come best score first; each is compared with the boxes kept so far (not the other way
// round), so the work is R·K for R boxes of which K stay, and ends early at the limit. There is no matrix and no allocation per pair.

/// <summary>Non-maximum suppression: of boxes that overlap much, only the best-scored stays.</summary>
public static class Nms
{
    /// <summary>Keeps the boxes that no better box overlaps by more than <paramref name="threshold"/>.</summary>
    /// <param name="boxes"><c>[R]</c> boxes in any common unit.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="threshold">IoU in [0, 1]; an overlap equal to it does not suppress. Proposals use 0.7, detections 0.3 to 0.5.</param>
    /// <param name="limit">Stop when so many are kept.</param>
    /// <returns>Positions in <paramref name="boxes"/>, best score first; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>Gives torchvision's <c>nms</c> bit for bit: the overlap is float32, the threshold a double.</remarks>
    public static int[] Keep(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, double threshold, int limit = int.MaxValue)
    {
        CheckThreshold(threshold);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var order = ScoreOrder.Descending(scores, boxes.Length);
        var kept = new KeptBoxes(Math.Min(boxes.Length, 256), threshold);
        var positions = new List<int>();
        Sweep(boxes, order, kept, limit, positions);
        return [.. positions];
    }

    /// <summary>Suppresses within each class only: boxes of different labels never touch each other.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c>, any scale; higher is better.</param>
    /// <param name="labels"><c>[R]</c> classes, or pyramid levels, or any grouping.</param>
    /// <param name="threshold">IoU in [0, 1]; an overlap equal to it does not suppress.</param>
    /// <param name="limit">Keep at most so many, the best of all classes together.</param>
    /// <returns>Positions in <paramref name="boxes"/>, best score first over all classes; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>torchvision's <c>batched_nms</c> without its trick of moving each class far away, which rounds the coordinates.</remarks>
    public static int[] KeepPerClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, double threshold, int limit = int.MaxValue)
    {
        CheckThreshold(threshold);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        if (labels.Length != boxes.Length)
            throw new ArgumentException($"{boxes.Length} boxes need {boxes.Length} labels, not {labels.Length}.", nameof(labels));

        // Ranks of one class lie together, best first, when sorted by (label, rank).
        var order = ScoreOrder.Descending(scores, boxes.Length);
        var ranks = new long[order.Length];
        for (var rank = 0; rank < order.Length; rank++) ranks[rank] = (long)labels[order[rank]] << 32 | (uint)rank;
        Array.Sort(ranks);

        var keptRanks = new List<int>();
        var kept = new KeptBoxes(Math.Min(boxes.Length, 64), threshold);
        for (var start = 0; start < ranks.Length;)
        {
            var end = start + 1;
            while (end < ranks.Length && ranks[end] >> 32 == ranks[start] >> 32) end++;
            kept.Clear();
            foreach (var key in ranks.AsSpan(start, end - start))
            {
                var rank = (int)(uint)key;
                var box = boxes[order[rank]];
                if (kept.Count == limit) break;
                if (kept.Suppress(box)) continue;
                kept.Add(box);
                keptRanks.Add(rank);
            }

            start = end;
        }

        keptRanks.Sort();
        return [.. keptRanks.Take(limit).Select(rank => order[rank])];
    }

    private static void Sweep(ReadOnlySpan<Box> boxes, int[] order, KeptBoxes kept, int limit, List<int> positions)
    {
        foreach (var position in order)
        {
            if (positions.Count == limit) return;
            if (kept.Suppress(boxes[position])) continue;
            kept.Add(boxes[position]);
            positions.Add(position);
        }
    }

    private static void CheckThreshold(double threshold)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An IoU threshold lies in [0, 1].");
    }
}
