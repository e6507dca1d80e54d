using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Ranking;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>Weighted boxes fusion (Solovyev et al., 2019): averages the boxes that several models, or views of a picture, give an object.</summary>
/// <remarks>
/// Best box first, each box joins the cluster whose fused box it overlaps most, or starts a new one. A fused box is the mean of its
/// cluster, weighted by score. Its score is the cluster's mean score, times the share of models that found the object: a box that only one
/// of three models found keeps a third of its score.
/// </remarks>
public static class WeightedBoxesFusion
{
    /// <summary>Fuses the boxes of one class.</summary>
    /// <param name="boxes"><c>[R]</c> boxes of all models.</param>
    /// <param name="scores"><c>[R]</c> scores in [0, 1]; they are also the weights.</param>
    /// <param name="models">How many models, or views, the boxes come from; also those that found nothing count.</param>
    /// <param name="threshold">IoU with the fused box above which a box joins a cluster; the paper uses .55.</param>
    /// <returns>Fused boxes, best score first; equal scores in order of their clusters' best boxes.</returns>
    /// <exception cref="ArgumentException">A score is NaN or negative, there is no model, the threshold is outside [0, 1], or the lengths differ.</exception>
    /// <remarks>The score is <c>mean · min(models, boxes) / models</c>, as in the authors' code. O(R · clusters) time.</remarks>
    public static MergedBox[] Fuse(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, int models, double threshold = 0.55)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(models, 1);
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An IoU threshold must be in [0, 1].");
        var clusters = new List<Cluster>();
        foreach (var position in ScoreOrder.Descending(scores, boxes.Length))
        {
            if (scores[position] < 0) throw new ArgumentException($"Score {position} is negative, and scores are weights.", nameof(scores));
            if (Nearest(clusters, boxes[position], threshold) is not { } cluster) clusters.Add(cluster = new(position));
            cluster.Add(boxes[position], scores[position]);
        }

        return MergedBox.Ranked(clusters.Select(cluster => cluster.Fused(models)));
    }

    /// <summary>The same for several classes: boxes with different labels are not fused.</summary>
    /// <param name="boxes"><c>[R]</c> boxes of all models.</param>
    /// <param name="scores"><c>[R]</c> scores in [0, 1]; they are also the weights.</param>
    /// <param name="labels"><c>[R]</c> classes.</param>
    /// <param name="models">How many models, or views, the boxes come from; also those that found nothing count.</param>
    /// <param name="threshold">IoU with the fused box above which a box joins a cluster; the paper uses .55.</param>
    /// <returns>Fused boxes, best score first over all classes.</returns>
    /// <exception cref="ArgumentException">A score is NaN or negative, there is no model, the threshold is outside [0, 1], or the lengths differ.</exception>
    public static MergedBox[] FusePerClass(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int models, double threshold = 0.55) =>
        MergedBox.PerClass(boxes, scores, labels, (own, ownScores) => Fuse(own, ownScores, models, threshold));

    // The first of those that overlap most; null if none overlaps enough.
    private static Cluster? Nearest(List<Cluster> clusters, Box box, double threshold)
    {
        var (nearest, most) = ((Cluster?)null, threshold);
        foreach (var cluster in clusters)
        {
            double overlap = Iou.Of(cluster.Box, box);
            if (overlap > most) (nearest, most) = (cluster, overlap);
        }

        return nearest;
    }

    // Sums in double, so that a fused box does not depend on the order of its members by more than float rounding.
    private sealed class Cluster(int best)
    {
        private double _x1, _y1, _x2, _y2, _weights;
        private int _count;

        public Box Box { get; private set; }

        public void Add(Box box, float score)
        {
            // Boxes come best first, so all scores are 0 if the first is: then the best box stays.
            if (_count++ == 0) Box = box;
            _x1 += (double)box.X1 * score;
            _y1 += (double)box.Y1 * score;
            _x2 += (double)box.X2 * score;
            _y2 += (double)box.Y2 * score;
            _weights += score;
            if (_weights > 0) Box = new((float)(_x1 / _weights), (float)(_y1 / _weights), (float)(_x2 / _weights), (float)(_y2 / _weights));
        }

        public MergedBox Fused(int models) => new(best, Box, (float)(_weights / _count * Math.Min(models, _count) / models));
    }
}
