using Gannet.Datasets;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Evaluation.Voc;

namespace Gannet.Evaluation;

/// <summary>The results of an evaluation: COCO's numbers, VOC's, and what was evaluated.</summary>
public sealed record EvaluationReport
{
    /// <summary>The twelve numbers and AP class by class, for the shapes named by <see cref="Overlap"/>.</summary>
    public required CocoScores Coco { get; init; }

    /// <summary>What <see cref="Coco"/> compares.</summary>
    public IouType Overlap { get; init; }

    /// <summary>The numbers for masks, if they were scored in addition to boxes.</summary>
    public CocoScores? Masks { get; init; }

    /// <summary>VOC 2007: eleven points, IoU .5.</summary>
    public required VocScores Voc07 { get; init; }

    /// <summary>VOC 2010 and later: area, IoU .5.</summary>
    public required VocScores Voc { get; init; }

    /// <summary>Recall of proposals, if the detections are proposals.</summary>
    public ProposalScores? Proposals { get; init; }

    /// <summary>The one number for comparing two models: AP, or for proposals their recall at 100 per picture.</summary>
    public double Score => Proposals?.AR100 ?? Coco.AP;

    /// <summary>Number of pictures.</summary>
    public required int Images { get; init; }

    /// <summary>Number of annotated boxes.</summary>
    public required int Boxes { get; init; }

    /// <summary>Scores detections by all rules.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="detections">The detections of each picture, in the order of the data set's pictures.</param>
    /// <param name="overlap">What COCO's rules compare; VOC's always compare boxes.</param>
    /// <param name="masksToo">Whether masks are scored in addition to boxes.</param>
    /// <param name="areProposals">Whether the detections are proposals; if so, their recall is scored, too.</param>
    /// <exception cref="ArgumentException">The number of pictures differs, a score is NaN, a label is not a class, or masks are to be
    /// compared and a detection has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    public static EvaluationReport Compute(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections, IouType overlap = IouType.Boxes,
        bool masksToo = false, bool areProposals = false)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(detections);
        return ComputeMarked(dataset, Marked(dataset, DetectionRows.Of(detections)), overlap, masksToo, areProposals);
    }

    /// <summary>Scores a results file by all rules, in double.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="results">The file, as read for <paramref name="dataset"/>.</param>
    /// <param name="overlap">What COCO's rules compare; VOC's always compare boxes.</param>
    /// <exception cref="ArgumentException">The number of pictures differs, or masks are to be compared and a row has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    public static EvaluationReport Compute(AnnotatedDataset dataset, DetectionsReading results, IouType overlap)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(results);
        return ComputeMarked(dataset, Marked(dataset, results.Rows), overlap, masksToo: false, areProposals: false);
    }

    // Detections of a class that a picture's source does not annotate cannot be called wrong.
    internal static IReadOnlyList<IReadOnlyList<ResultRow>> Marked(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> detections) =>
        dataset.Images.All(static p => p.ActiveClasses is null) || detections.Count != dataset.Images.Count
            ? detections
            : [.. detections.Select((found, k) => dataset.Images[k].ActiveClasses is { } active
                ? [.. found.Where(d => active.Contains(d.Label))]
                : found)];

    private static EvaluationReport ComputeMarked(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> detections, IouType overlap, bool masksToo, bool areProposals) => new()
        {
            Coco = CocoEvaluator.EvaluateRows(dataset, detections, new() { Overlap = overlap }),
            Overlap = overlap,
            Masks = masksToo ? CocoEvaluator.EvaluateRows(dataset, detections, new() { Overlap = IouType.Masks }) : null,
            Proposals = areProposals ? CocoEvaluator.EvaluateProposalRows(dataset, detections, options: null) : null,
            Voc07 = VocEvaluator.EvaluateRows(dataset, detections, new VocEvaluationOptions { Rule = AveragePrecisionRule.ElevenPoint }),
            Voc = VocEvaluator.EvaluateRows(dataset, detections),
            Images = dataset.Images.Count,
            Boxes = dataset.CountAnnotations(),
        };
}

/// <summary>Scores of one class; −1 if the class has no objects.</summary>
/// <param name="Name">Class name.</param>
/// <param name="AP">Average precision over the ten IoU thresholds.</param>
/// <param name="AP50">Average precision at IoU .5.</param>
/// <param name="Objects">Number of objects that count, without crowds.</param>
public sealed record ClassScores(string Name, double AP, double AP50, int Objects)
{
    /// <summary>Average precision of small objects; −1 if there are none.</summary>
    public double APs { get; init; } = -1;

    /// <summary>Average precision of medium objects; −1 if there are none.</summary>
    public double APm { get; init; } = -1;

    /// <summary>Average precision of large objects; −1 if there are none.</summary>
    public double APl { get; init; } = -1;
}
