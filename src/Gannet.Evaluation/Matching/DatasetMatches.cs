using Gannet.Datasets;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Kernels.Ranking;

namespace Gannet.Evaluation.Matching;

/// <summary>Which detection found which object at IoU .5 by COCO's rules, and what the others overlap. Curves, errors, confusions and
/// calibration are read off it.</summary>
public sealed record DatasetMatches
{
    /// <summary>The overlap from which on a detection finds an object.</summary>
    public const double ForegroundIou = 0.5;

    // Per picture and class, as in COCO's AP.
    private const int MostDetections = 100;

    /// <summary>The ground truth.</summary>
    public required AnnotatedDataset Dataset { get; init; }

    /// <summary>The detections that count for or against: picture by picture in the order of their ids, best first within.</summary>
    public required IReadOnlyList<MatchedDetection> Detections { get; init; }

    /// <summary>The objects that count, without crowds, in the order of the data set.</summary>
    public required IReadOnlyList<MatchedTruth> Truths { get; init; }

    /// <summary>Number of objects of each class.</summary>
    public IReadOnlyList<int> ObjectsPerClass
    {
        get
        {
            var counts = new int[Dataset.Classes.Count];
            foreach (var truth in Truths) counts[truth.Label]++;
            return counts;
        }
    }

    /// <summary>What is left if each class keeps only detections from its threshold upwards. Nothing else changes: a detection's match
    /// depends on better ones only.</summary>
    /// <param name="thresholds">The least score of each class.</param>
    public DatasetMatches From(IReadOnlyList<double> thresholds)
    {
        ArgumentNullException.ThrowIfNull(thresholds);
        return this with { Detections = [.. Detections.Where(d => d.Score >= thresholds[d.Label])] };
    }

    internal static DatasetMatches Compute(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> rows, IouType kind)
    {
        var detections = new List<MatchedDetection>();
        var truths = new List<MatchedTruth>();
        var firstTruth = new int[dataset.Images.Count];
        for (var p = 0; p < dataset.Images.Count; p++)
        {
            firstTruth[p] = truths.Count;
            truths.AddRange(dataset.Images[p].Annotations.Where(static a => !a.IsCrowd).Select(a => new MatchedTruth(p, a.Label, a.Box)));
        }

        var overlap = ShapeIou.Of(kind);
        foreach (var p in Enumerable.Range(0, dataset.Images.Count).OrderBy(p => dataset.Images[p].Id))
        {
            var picture = kind == IouType.Masks ? MaskIou.Sized(dataset.Images[p], rows[p]) : dataset.Images[p];
            detections.AddRange(Match(p, picture, Best(rows[p], dataset.Classes.Count), overlap, firstTruth[p]));
        }

        return new() { Dataset = dataset, Detections = detections, Truths = truths };
    }

    private static ResultRow[] Best(IReadOnlyList<ResultRow> rows, int classes)
    {
        var scores = new double[rows.Count];
        for (var k = 0; k < scores.Length; k++) scores[k] = rows[k].Score;
        var counts = new int[classes];
        var kept = new List<ResultRow>(rows.Count);
        foreach (var k in ScoreOrder.Descending(scores))
        {
            if (counts[rows[k].Label]++ < MostDetections) kept.Add(rows[k]);
        }

        return [.. kept];
    }

    private static IEnumerable<MatchedDetection> Match(int p, AnnotatedImage picture, ResultRow[] rows, ShapeIou overlap, int firstTruth)
    {
        Annotation[] objects = [.. picture.Annotations];
        var ious = new double[rows.Length * objects.Length];
        overlap.Measure(picture, rows, objects, new double[rows.Length], ious);
        var ignored = Array.ConvertAll(objects, static a => a.IsCrowd);
        var taken = new bool[objects.Length];
        int[] countedFirst = [.. Enumerable.Range(0, objects.Length).OrderBy(g => ignored[g])];
        var order = countedFirst.ToLookup(g => objects[g].Label);

        // Crowds are no truths of their own, so numbers of truths skip them.
        var number = new int[objects.Length];
        for (var (g, next) = (0, firstTruth); g < objects.Length; g++) number[g] = ignored[g] ? -1 : next++;

        for (var d = 0; d < rows.Length; d++)
        {
            var row = rows[d];
            var own = ious.AsMemory(d * objects.Length, objects.Length);
            var match = GreedyChoice.Of(own.Span, [.. order[row.Label]], objects, ignored, taken, GreedyChoice.Least(ForegroundIou));
            if (match >= 0)
            {
                taken[match] = true;
                if (ignored[match]) continue;
            }

            yield return new MatchedDetection(p, row.Label, row.Score, row.Box.ToBox(), match < 0 ? -1 : number[match])
            {
                SameClass = Largest(own.Span, objects, number, label => label == row.Label),
                OtherClass = Largest(own.Span, objects, number, label => label != row.Label),
                OthersFound = Found(own.Span, objects, number, row.Label),
            };
        }
    }

    // The first of equal overlaps.
    private static TruthOverlap Largest(ReadOnlySpan<double> ious, Annotation[] objects, int[] number, Func<int, bool> isOfClass)
    {
        var best = new TruthOverlap(-1, 0);
        for (var g = 0; g < objects.Length; g++)
        {
            if (number[g] >= 0 && isOfClass(objects[g].Label) && ious[g] > best.Iou) best = new(number[g], ious[g]);
        }

        return best;
    }

    private static TruthOverlap[] Found(ReadOnlySpan<double> ious, Annotation[] objects, int[] number, int label)
    {
        List<TruthOverlap>? found = null;
        for (var g = 0; g < objects.Length; g++)
        {
            if (number[g] >= 0 && objects[g].Label != label && ious[g] >= ForegroundIou) (found ??= []).Add(new(number[g], ious[g]));
        }

        return found is null ? [] : [.. found.OrderByDescending(static overlap => overlap.Iou)];
    }
}

/// <summary>A detection and what it overlaps.</summary>
/// <param name="Picture">Index of the picture in the data set.</param>
/// <param name="Label">The detected class.</param>
/// <param name="Score">Its score.</param>
/// <param name="Box">Its box.</param>
/// <param name="Truth">The object that it found, as an index into <see cref="DatasetMatches.Truths"/>; −1 if it found none.</param>
public sealed record MatchedDetection(int Picture, int Label, double Score, Box Box, int Truth)
{
    /// <summary>The object of its class that it overlaps most, whether taken or not.</summary>
    public required TruthOverlap SameClass { get; init; }

    /// <summary>The object of another class that it overlaps most.</summary>
    public required TruthOverlap OtherClass { get; init; }

    /// <summary>All objects of other classes that it would have found, the largest overlap first.</summary>
    public required IReadOnlyList<TruthOverlap> OthersFound { get; init; }

    /// <summary>Whether it found an object.</summary>
    public bool IsTrue => Truth >= 0;
}

/// <summary>An object that counts.</summary>
/// <param name="Picture">Index of the picture in the data set.</param>
/// <param name="Label">Its class.</param>
/// <param name="Box">Its box.</param>
public sealed record MatchedTruth(int Picture, int Label, Box Box);

/// <summary>How much a detection overlaps an object.</summary>
/// <param name="Truth">The object as an index into <see cref="DatasetMatches.Truths"/>; −1 if there is none.</param>
/// <param name="Iou">Their IoU; 0 if there is none.</param>
public readonly record struct TruthOverlap(int Truth, double Iou);
