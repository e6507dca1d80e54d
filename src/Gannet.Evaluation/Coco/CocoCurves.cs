using System.Buffers;
using Gannet.Datasets;
using Gannet.Evaluation.Overlaps;
using Gannet.Kernels.Ranking;

namespace Gannet.Evaluation.Coco;

/// <summary>Average precision and recall of one class for every area range and threshold; −1 if there are no objects.</summary>
internal sealed class CocoCurves
{
    private readonly double[,] _precision = new double[CocoRules.AreaRanges.Length, CocoRules.Thresholds];
    private readonly double[,,] _recall;

    private CocoCurves(int limits) => _recall = new double[CocoRules.AreaRanges.Length, CocoRules.Thresholds, limits];

    /// <summary>Number of objects that count, whatever their size.</summary>
    public int Objects { get; private set; }

    /// <summary>Mean of the precision at the 101 recall points, with the largest limit.</summary>
    public double Precision(int area, int threshold) => _precision[area, threshold];

    /// <summary>Share of objects found when detections per picture are limited to the limit-th number.</summary>
    public double Recall(int area, int threshold, int limit) => _recall[area, threshold, limit];

    /// <summary>Evaluates one class over all pictures; the limits are numbers of detections per picture, ascending.</summary>
    public static CocoCurves Compute(
        int label, int pictures, DetectionGroups detections, TruthGroups truths, int[] limits, ShapeIou overlap,
        Func<Annotation, bool> isIgnored)
    {
        var curves = new CocoCurves(limits.Length);
        var count = detections.Count(label);
        var matched = ArrayPool<ushort>.Shared.Rent(Math.Max(1, count * CocoRules.AreaRanges.Length));
        var ignored = ArrayPool<ushort>.Shared.Rent(matched.Length);
        try
        {
            var used = count * CocoRules.AreaRanges.Length;
            matched.AsSpan(0, used).Clear();
            ignored.AsSpan(0, used).Clear();
            var ranks = new int[count];
            var scores = new double[count];
            var kept = 0;
            var matcher = new CocoMatcher(overlap);
            for (var p = 0; p < pictures; p++)
            {
                var (start, length) = detections.Run(label, p).GetOffsetAndLength(detections.Detections.Length);
                length = Math.Min(length, limits[^1]);
                var objects = truths.Objects.AsSpan(truths.Run(label, p));
                if (length == 0) continue;
                matcher.Match(
                    truths.Image(p), detections.Detections.AsSpan(start, length), objects, isIgnored, matched.AsSpan(kept), ignored.AsSpan(kept), count);
                detections.Scores.AsSpan(start, length).CopyTo(scores.AsSpan(kept));
                for (var rank = 0; rank < length; rank++) ranks[kept + rank] = rank;
                kept += length;
            }

            var order = ScoreOrder.Descending(scores.AsSpan(0, kept));
            for (var a = 0; a < CocoRules.AreaRanges.Length; a++)
            {
                var objects = CountObjects(truths.OfClass(label), isIgnored, a);
                if (a == CocoRules.All) curves.Objects = objects;
                for (var t = 0; t < CocoRules.Thresholds; t++)
                {
                    curves.Accumulate(
                        a, t, objects, order, ranks, matched.AsSpan(a * count, count), ignored.AsSpan(a * count, count), limits);
                }
            }
        }
        finally
        {
            ArrayPool<ushort>.Shared.Return(matched);
            ArrayPool<ushort>.Shared.Return(ignored);
        }

        return curves;
    }

    private static int CountObjects(ReadOnlySpan<Annotation> objects, Func<Annotation, bool> isIgnored, int area)
    {
        var (low, high) = CocoRules.AreaRanges[area];
        var count = 0;
        foreach (var annotation in objects)
        {
            if (!CocoMatcher.IsIgnored(annotation, isIgnored, low, high)) count++;
        }

        return count;
    }

    private void Accumulate(
        int area, int threshold, int objects, ReadOnlySpan<int> order, ReadOnlySpan<int> ranks, ReadOnlySpan<ushort> matched,
        ReadOnlySpan<ushort> ignored, int[] limits)
    {
        if (objects == 0)
        {
            _precision[area, threshold] = -1;
            for (var m = 0; m < limits.Length; m++) _recall[area, threshold, m] = -1;
            return;
        }

        var bit = 1 << threshold;
        var best = ArrayPool<double>.Shared.Rent(objects);
        Span<int> found = stackalloc int[limits.Length];
        found.Clear();
        var (right, counted) = (0, 0);
        foreach (var d in order)
        {
            if ((ignored[d] & bit) != 0) continue;
            counted++;
            if ((matched[d] & bit) == 0) continue;
            best[right++] = right / (counted + AveragePrecision.SpacingOfOne);
            for (var m = 0; m < limits.Length; m++)
            {
                if (ranks[d] < limits[m]) found[m]++;
            }
        }

        AveragePrecision.Envelope(best.AsSpan(0, right));
        _precision[area, threshold] = AveragePrecision.Sampled(best.AsSpan(0, right), objects, CocoRules.RecallSteps);
        ArrayPool<double>.Shared.Return(best);
        for (var m = 0; m < limits.Length; m++) _recall[area, threshold, m] = (double)found[m] / objects;
    }
}
