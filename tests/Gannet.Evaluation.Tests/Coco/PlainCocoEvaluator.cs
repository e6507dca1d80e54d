using Gannet.Datasets;
using Gannet.Kernels.Overlaps;

namespace Gannet.Evaluation.Tests.Coco;

/// <summary>The COCO rules written as plainly as possible, without regard for speed: the reference for the fast evaluator.</summary>
internal static class PlainCocoEvaluator
{
    private static readonly (double, double)[] s_ranges = [(0, 1e10), (0, 1024), (1024, 9216), (9216, 1e10)];

    public static double[] Evaluate(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections)
    {
        var thresholds = Enumerable.Range(0, 10).Select(static t => t == 9 ? 0.95 : 0.5 + (t * ((0.95 - 0.5) / 9))).ToArray();
        double Precision(int range, params IEnumerable<double> at) => Mean(
            from k in Enumerable.Range(0, dataset.Classes.Count)
            from t in at
            select Curve(dataset, detections, k, t, s_ranges[range], 100).Precision);
        double Recall(int range, int limit) => Mean(
            from k in Enumerable.Range(0, dataset.Classes.Count)
            from t in thresholds
            select Curve(dataset, detections, k, t, s_ranges[range], limit).Recall);
        return
        [
            Precision(0, thresholds), Precision(0, thresholds[0]), Precision(0, thresholds[5]), Precision(1, thresholds),
            Precision(2, thresholds), Precision(3, thresholds),
            Recall(0, 1), Recall(0, 10), Recall(0, 100), Recall(1, 100), Recall(2, 100), Recall(3, 100),
        ];
    }

    private static double Mean(IEnumerable<double> values)
    {
        var defined = values.Where(static v => v > -1).ToList();
        return defined.Count == 0 ? -1 : defined.Average();
    }

    private static (double Precision, double Recall) Curve(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections, int label, double threshold,
        (double Low, double High) range, int limit)
    {
        var judged = new List<(float Score, bool Found, bool Ignored)>();
        var objects = 0;
        foreach (var p in Enumerable.Range(0, detections.Count).OrderBy(p => dataset.Images[p].Id))
        {
            bool Ignored(Annotation g) => g.IsCrowd || g.EffectiveArea < range.Low || g.EffectiveArea > range.High;
            var truths = dataset.Images[p].Annotations.Where(g => g.Label == label).OrderBy(Ignored).ToList();
            objects += truths.Count(g => !Ignored(g));
            var taken = new HashSet<int>();
            foreach (var detection in detections[p].Where(d => d.Label == label).OrderByDescending(static d => d.Score).Take(limit))
            {
                var free = Enumerable.Range(0, truths.Count).Where(g => truths[g].IsCrowd || !taken.Contains(g)).ToList();
                var match = BestOf(free.Where(g => !Ignored(truths[g]))) ?? BestOf(free.Where(g => Ignored(truths[g])));
                if (match is { } m)
                {
                    taken.Add(m);
                    judged.Add((detection.Score, true, Ignored(truths[m])));
                }
                else
                {
                    judged.Add((detection.Score, false, Area(detection.Box) < range.Low || Area(detection.Box) > range.High));
                }

                // The last of the best, as a loop that replaces on equality finds it.
                int? BestOf(IEnumerable<int> candidates) => candidates
                    .Select(g => ((int, double)?)(g, Iou(detection.Box, truths[g])))
                    .Where(c => c!.Value.Item2 >= Math.Min(threshold, 1 - 1e-10))
                    .OrderBy(static c => c!.Value.Item2).ThenBy(static c => c!.Value.Item1).LastOrDefault()?.Item1;
            }
        }

        if (objects == 0) return (-1, -1);
        var verdicts = judged.OrderByDescending(static j => j.Score).Where(static j => !j.Ignored).Select(static j => j.Found).ToList();
        var points = verdicts.Select((_, i) => (
            Recall: (double)verdicts.Take(i + 1).Count(static v => v) / objects,
            Precision: (double)verdicts.Take(i + 1).Count(static v => v) / (i + 1))).ToList();
        var sum = Enumerable.Range(0, 101).Sum(
            r => points.Where(p => p.Recall >= (r == 100 ? 1 : r * 0.01)).Select(static p => p.Precision).DefaultIfEmpty(0).Max());
        return (sum / 101, points.Count == 0 ? 0 : points[^1].Recall);
    }

    private static double Area(Box b) => ((double)b.X2 - b.X1) * ((double)b.Y2 - b.Y1);

    private static double Iou(Box d, Annotation g)
    {
        var width = Math.Max(0, Math.Min(d.X2, g.Box.X2) - (double)Math.Max(d.X1, g.Box.X1));
        var height = Math.Max(0, Math.Min(d.Y2, g.Box.Y2) - (double)Math.Max(d.Y1, g.Box.Y1));
        var common = width * height;
        return common == 0 ? 0 : common / (g.IsCrowd ? Area(d) : Area(d) + Area(g.Box) - common);
    }
}
