using Gannet.Datasets;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Tests.Errors;

/// <summary>TIDE written from the paper's definitions (section 2.2 and 2.3), object by object and without regard for speed: the reference.</summary>
internal sealed class PlainTide
{
    private readonly List<Detection> _detections = [];
    private readonly List<Truth> _truths = [];
    private readonly int _classes;

    public PlainTide(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections)
    {
        _classes = dataset.Classes.Count;
        for (var p = 0; p < dataset.Images.Count; p++)
        {
            var truths = dataset.Images[p].Annotations.Where(static a => !a.IsCrowd).Select(static a => new Truth(a.Box, a.Label)).ToList();
            var crowds = dataset.Images[p].Annotations.Where(static a => a.IsCrowd).ToList();
            var found = detections[p].OrderByDescending(static d => d.Score).Select(static d => new Detection(d.Box, d.Label, d.Score)).ToList();
            foreach (var detection in found)
            {
                var free = truths.Where(t => t.Label == detection.Label && t.FoundBy is null).OrderByDescending(t => Iou(detection.Box, t.Box)).FirstOrDefault();
                if (free is not null && Iou(detection.Box, free.Box) >= 0.5)
                    (detection.Found, free.FoundBy) = (free, detection);
                else
                    detection.IsIgnored = crowds.Exists(c => c.Label == detection.Label && Common(detection.Box, c.Box) / Area(detection.Box) >= 0.5);
            }

            foreach (var wrong in found.Where(static d => d.Found is null && !d.IsIgnored)) (wrong.Error, wrong.About) = Name(wrong, truths);
            foreach (var truth in truths)
            {
                truth.IsMissed = truth.FoundBy is null
                    && !found.Exists(d => d.About == truth && d.Error is ErrorType.Classification or ErrorType.Localization);
                truth.Repair = truth.FoundBy is not null ? null : found.Find(d => d.About == truth && d.Error is ErrorType.Classification or ErrorType.Localization);
            }

            _detections.AddRange(found.Where(static d => !d.IsIgnored));
            _truths.AddRange(truths);
        }
    }

    public double AP => Mean(_detections.Select(static d => (d.Label, d.Score, d.Found is not null)), static _ => true);

    public int Count(ErrorType type) => type == ErrorType.Missed ? _truths.Count(static t => t.IsMissed) : _detections.Count(d => d.Error == type);

    public double Cost(ErrorType type)
    {
        var changed = new List<(int, double, bool)>();
        foreach (var d in _detections)
        {
            if (d.Error != type) changed.Add((d.Label, d.Score, d.Found is not null));
            else if (d.About?.Repair == d) changed.Add((d.About.Label, d.Score, true));
        }

        return Math.Max(0, Mean(changed, t => type != ErrorType.Missed || !t.IsMissed) - AP);
    }

    public double FalsePositives => Mean(_detections.Where(static d => d.Found is not null).Select(static d => (d.Label, d.Score, true)), static _ => true) - AP;

    public double FalseNegatives => Mean(_detections.Select(static d => (d.Label, d.Score, d.Found is not null)), static t => t.FoundBy is not null) - AP;

    private static (ErrorType, Truth?) Name(Detection d, List<Truth> truths)
    {
        var same = truths.Where(t => t.Label == d.Label).OrderByDescending(t => Iou(d.Box, t.Box)).FirstOrDefault();
        var other = truths.Where(t => t.Label != d.Label).OrderByDescending(t => Iou(d.Box, t.Box)).FirstOrDefault();
        var (sameIou, otherIou) = (same is null ? 0 : Iou(d.Box, same.Box), other is null ? 0 : Iou(d.Box, other.Box));
        if (sameIou >= 0.1 && sameIou < 0.5) return (ErrorType.Localization, same);
        if (otherIou >= 0.5) return (ErrorType.Classification, other);
        if (sameIou >= 0.5) return (ErrorType.Duplicate, same);
        return Math.Max(sameIou, otherIou) <= 0.1 ? (ErrorType.Background, null) : (ErrorType.Both, other);
    }

    // Mean over the classes of the precision at 101 recall points, each the best at that recall or above.
    private double Mean(IEnumerable<(int Label, double Score, bool IsTrue)> detections, Func<Truth, bool> counts)
    {
        var all = detections.ToList();
        var values = new List<double>();
        for (var k = 0; k < _classes; k++)
        {
            if (!_truths.Exists(t => t.Label == k)) continue;
            var objects = _truths.Count(t => t.Label == k && counts(t));
            var ranked = all.Where(d => d.Label == k).OrderByDescending(static d => d.Score).ToList();
            if (objects == 0)
            {
                if (ranked.Count > 0) values.Add(0);
                continue;
            }

            var points = new List<(double Recall, double Precision)>();
            for (var (i, found) = (0, 0); i < ranked.Count; i++)
            {
                if (ranked[i].IsTrue) found++;
                points.Add(((double)found / objects, (double)found / (i + 1)));
            }

            values.Add(Enumerable.Range(0, 101).Average(r => points.Where(p => p.Recall >= (r == 100 ? 1 : r * 0.01)).Select(static p => p.Precision).DefaultIfEmpty(0).Max()));
        }

        return values.Count == 0 ? -1 : values.Average();
    }

    private static double Area(Box box) => ((double)box.X2 - box.X1) * ((double)box.Y2 - box.Y1);

    private static double Common(Box a, Box b) =>
        Math.Max(0, (double)Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1)) * Math.Max(0, (double)Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1));

    private static double Iou(Box a, Box b) => Common(a, b) / (Area(a) + Area(b) - Common(a, b));

    private sealed class Detection(Box box, int label, double score)
    {
        public Box Box => box;

        public int Label => label;

        public double Score => score;

        public Truth? Found { get; set; }

        public bool IsIgnored { get; set; }

        public ErrorType? Error { get; set; }

        public Truth? About { get; set; }
    }

    private sealed class Truth(Box box, int label)
    {
        public Box Box => box;

        public int Label => label;

        public Detection? FoundBy { get; set; }

        public bool IsMissed { get; set; }

        public Detection? Repair { get; set; }
    }
}
