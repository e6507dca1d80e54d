using Gannet.Datasets;
using Gannet.Evaluation.Matching;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Coco;

// D detections, G objects of one class in one picture; T = 10 IoU thresholds, A = 4 area ranges.

/// <summary>Matches the detections of one class in one picture with its objects, greedily by score, for every area range and
/// threshold.</summary>
internal sealed class CocoMatcher(ShapeIou overlap)
{
    private double[] _ious = [];
    private double[] _areas = [];
    private double[] _reach = [];
    private int[] _order = [];
    private bool[] _ignored = [];
    private bool[] _taken = [];

    /// <summary>Matches; bit t of a verdict belongs to threshold t.</summary>
    /// <param name="picture">The picture that they belong to.</param>
    /// <param name="detections">The D best detections, best first.</param>
    /// <param name="objects">The G objects.</param>
    /// <param name="isIgnored">Whether an object excuses detections instead of counting, regardless of its area.</param>
    /// <param name="matched">A rows of D at the given stride: bit set where the detection found an object.</param>
    /// <param name="ignored">The same: bit set where the detection counts neither for nor against.</param>
    /// <param name="stride">Distance between rows.</param>
    public void Match(
        AnnotatedImage picture, ReadOnlySpan<ResultRow> detections, ReadOnlySpan<Annotation> objects, Func<Annotation, bool> isIgnored,
        Span<ushort> matched, Span<ushort> ignored, int stride)
    {
        Reserve(detections.Length, objects.Length);
        overlap.Measure(picture, detections, objects, _areas, _ious);
        ComputeReach(detections.Length, objects.Length);
        for (var a = 0; a < CocoRules.AreaRanges.Length; a++)
        {
            var (low, high) = CocoRules.AreaRanges[a];
            OrderObjects(objects, isIgnored, low, high);
            var matchedRow = matched.Slice(a * stride, detections.Length);
            var ignoredRow = ignored.Slice(a * stride, detections.Length);
            for (var t = 0; t < CocoRules.Thresholds; t++) MatchAt(t, objects, matchedRow, ignoredRow);
            for (var d = 0; d < detections.Length; d++)
            {
                // A detection that found nothing and has another size is another range's mistake.
                if (_areas[d] < low || _areas[d] > high) ignoredRow[d] |= (ushort)~matchedRow[d];
            }
        }
    }

    /// <summary>Whether an object is left out of the count of a size range.</summary>
    public static bool IsIgnored(Annotation annotation, Func<Annotation, bool> isIgnored, double low, double high) =>
        isIgnored(annotation) || annotation.EffectiveArea < low || annotation.EffectiveArea > high;

    private void Reserve(int detections, int objects)
    {
        if (_ious.Length < detections * objects) _ious = new double[Math.Max(detections * objects, 2 * _ious.Length)];
        if (_reach.Length < detections) (_areas, _reach) = (new double[detections * 2], new double[detections * 2]);
        if (_order.Length >= objects) return;
        _order = new int[objects * 2];
        _ignored = new bool[objects * 2];
        _taken = new bool[objects * 2];
    }

    private void ComputeReach(int detections, int objects)
    {
        for (var d = 0; d < detections; d++)
        {
            _reach[d] = 0;
            foreach (var iou in _ious.AsSpan(d * objects, objects)) _reach[d] = Math.Max(_reach[d], iou);
        }
    }

    // Objects that count come first; both groups keep their order.
    private void OrderObjects(ReadOnlySpan<Annotation> objects, Func<Annotation, bool> isIgnored, double low, double high)
    {
        var counted = 0;
        for (var g = 0; g < objects.Length; g++)
        {
            if (!(_ignored[g] = IsIgnored(objects[g], isIgnored, low, high))) _order[counted++] = g;
        }

        for (var g = 0; g < objects.Length; g++)
        {
            if (_ignored[g]) _order[counted++] = g;
        }
    }

    private void MatchAt(int t, ReadOnlySpan<Annotation> objects, Span<ushort> matched, Span<ushort> ignored)
    {
        _taken.AsSpan(0, objects.Length).Clear();
        for (var d = 0; d < matched.Length; d++)
        {
            // Most detections match nothing: their best overlap shows that without a look at the objects.
            var best = GreedyChoice.Least(CocoRules.ThresholdsIou[t]);
            if (_reach[d] < best) continue;
            var match = GreedyChoice.Of(_ious.AsSpan(d * objects.Length, objects.Length), _order.AsSpan(0, objects.Length), objects, _ignored, _taken, best);
            if (match < 0) continue;
            _taken[match] = true;
            matched[d] |= (ushort)(1 << t);
            if (_ignored[match]) ignored[d] |= (ushort)(1 << t);
        }
    }
}
