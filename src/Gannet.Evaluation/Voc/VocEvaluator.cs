using Gannet.Datasets;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Results;
using Gannet.Kernels.Ranking;

namespace Gannet.Evaluation.Voc;

/// <summary>How an evaluation by VOC's rules is done.</summary>
public sealed record VocEvaluationOptions
{
    /// <summary>How the curve is averaged. Default <see cref="AveragePrecisionRule.Area"/>, VOC's own since 2010.</summary>
    public AveragePrecisionRule Rule { get; init; } = AveragePrecisionRule.Area;

    /// <summary>The lowest IoU that counts, in (0, 1]. Default .5, VOC's own.</summary>
    public double ThresholdIou { get; init; } = 0.5;

    /// <summary>Whether the overlap includes the pixel at the far edge. Default true, as in the VOC development kit and code derived from
    /// it.</summary>
    public bool InclusivePixels { get; init; } = true;
}

/// <summary>Scores detections by the rules of Pascal VOC.</summary>
/// <remarks>
/// A detection is compared only with the object it overlaps most. It is right if that object is free, wrong if a better detection took
/// it, and neither if the object is difficult or a crowd.
/// </remarks>
public static class VocEvaluator
{
    /// <summary>Scores detections class by class.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="detections">The detections of each picture, in the order of the data set's pictures.</param>
    /// <param name="options">Rule and threshold; null for VOC's own since 2010.</param>
    /// <exception cref="ArgumentException">The number of pictures differs, a score is NaN or a label is not a class.</exception>
    public static VocScores Evaluate(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections, VocEvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(detections);
        return EvaluateRows(dataset, DetectionRows.Of(detections), options);
    }

    /// <summary>The same in double.</summary>
    internal static VocScores EvaluateRows(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> detections, VocEvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (detections.Count != dataset.Images.Count)
        {
            throw new ArgumentException(
                $"{detections.Count} lists of detections for {dataset.Images.Count} pictures; give one list per picture.",
                nameof(detections));
        }

        options ??= new VocEvaluationOptions();
        if (!(options.ThresholdIou is > 0 and <= 1))
            throw new ArgumentException($"The IoU threshold is {options.ThresholdIou}; it must be in (0, 1].", nameof(options));

        int[] byId = [.. Enumerable.Range(0, detections.Count).OrderBy(i => dataset.Images[i].Id)];
        var truths = new TruthGroups([.. byId.Select(i => dataset.Images[i])], dataset.Classes.Count, pooled: false);
        var groups = new DetectionGroups([.. byId.Select(i => detections[i])], dataset.Classes.Count, pooled: false);
        var scores = new double[dataset.Classes.Count];
        Parallel.For(0, scores.Length, k => scores[k] = EvaluateClass(k, byId.Length, truths, groups, options));

        var defined = scores.Where(static score => score >= 0).ToList();
        return new VocScores(
            defined.Count == 0 ? -1 : defined.Average(),
            [.. scores.Select((score, k) => KeyValuePair.Create(dataset.Classes[k], score))]);
    }

    private static double EvaluateClass(int label, int pictures, TruthGroups truths, DetectionGroups groups, VocEvaluationOptions options)
    {
        var count = groups.Count(label);
        var verdicts = new Verdict[count];
        var scores = new double[count];
        var at = 0;
        for (var p = 0; p < pictures; p++)
        {
            var run = groups.Run(label, p);
            var detections = groups.Detections.AsSpan(run);
            Judge(detections, truths.Objects.AsSpan(truths.Run(label, p)), options, verdicts.AsSpan(at));
            groups.Scores.AsSpan(run).CopyTo(scores.AsSpan(at));
            at += detections.Length;
        }

        var flags = new bool[count];
        var counted = 0;
        foreach (var d in ScoreOrder.Descending(scores))
        {
            if (verdicts[d] != Verdict.Ignored) flags[counted++] = verdicts[d] == Verdict.Right;
        }

        var objects = 0;
        foreach (var annotation in truths.OfClass(label))
        {
            if (!IsIgnored(annotation)) objects++;
        }

        return AveragePrecision.Compute(flags.AsSpan(0, counted), objects, options.Rule);
    }

    private static void Judge(
        ReadOnlySpan<ResultRow> detections, ReadOnlySpan<Annotation> objects, VocEvaluationOptions options, Span<Verdict> verdicts)
    {
        var taken = new bool[objects.Length];
        var edge = options.InclusivePixels ? 1 : 0;
        for (var d = 0; d < detections.Length; d++)
        {
            var (best, match) = (0.0, -1);
            for (var g = 0; g < objects.Length; g++)
            {
                var iou = Overlap(detections[d].Box, objects[g].Place, edge);
                if (iou > best) (best, match) = (iou, g);
            }

            if (match < 0 || best < options.ThresholdIou) verdicts[d] = Verdict.Wrong;
            else if (IsIgnored(objects[match])) verdicts[d] = Verdict.Ignored;
            else if (taken[match]) verdicts[d] = Verdict.Wrong;
            else (verdicts[d], taken[match]) = (Verdict.Right, true);
        }
    }

    private static bool IsIgnored(Annotation annotation) => annotation.IsDifficult || annotation.IsCrowd;

    private static double Overlap(in WrittenBox a, in WrittenBox b, int edge)
    {
        var width = Math.Min(a.X2, b.X2) - Math.Max(a.X, b.X) + edge;
        var height = Math.Min(a.Y2, b.Y2) - Math.Max(a.Y, b.Y) + edge;
        if (width <= 0 || height <= 0) return 0;
        var common = width * height;
        return common / (Area(a, edge) + Area(b, edge) - common);
    }

    private static double Area(in WrittenBox box, int edge) => (box.Width + edge) * (box.Height + edge);

    private enum Verdict : byte
    {
        Wrong,
        Right,
        Ignored,
    }
}

/// <summary>Scores by the rules of Pascal VOC, in [0, 1]; −1 if undefined.</summary>
/// <param name="MeanAP">Mean over the classes that have objects.</param>
/// <param name="PerClass">Average precision of each class by name; −1 if the class has no objects.</param>
public sealed record VocScores(double MeanAP, IReadOnlyList<KeyValuePair<string, double>> PerClass);
