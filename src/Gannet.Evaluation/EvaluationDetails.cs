using Gannet.Datasets;
using Gannet.Evaluation.Calibration;
using Gannet.Evaluation.Confusions;
using Gannet.Evaluation.Curves;
using Gannet.Evaluation.Errors;
using Gannet.Evaluation.Matching;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Evaluation.Thresholds;

namespace Gannet.Evaluation;

/// <summary>What an evaluation got wrong and why, at IoU .5: curves, thresholds, confusions, TIDE's errors, calibration.</summary>
public sealed record EvaluationDetails
{
    // For a class that finds nothing, and so has no best threshold: what 'gannet detect' shows.
    private const double UsualThreshold = 0.5;

    /// <summary>All detections, and the objects.</summary>
    public required DatasetMatches Matches { get; init; }

    /// <summary>Precision over recall of each class.</summary>
    public required IReadOnlyList<PrecisionRecallCurve> Curves { get; init; }

    /// <summary>The threshold of best F1 of each class.</summary>
    public required IReadOnlyList<BestThreshold> Thresholds { get; init; }

    /// <summary>What AP each type of error costs, over all detections.</summary>
    public required ErrorCosts Costs { get; init; }

    /// <summary>Whether scores are probabilities; null if one is outside [0, 1].</summary>
    public required CalibrationCurve? Calibration { get; init; }

    /// <summary>The same for each class.</summary>
    public required IReadOnlyList<CalibrationCurve?> CalibrationPerClass { get; init; }

    /// <summary>The detections from the thresholds of best F1 upwards: those a user of the detector would see. Of a class that
    /// finds nothing, those from .5 upwards.</summary>
    public required DatasetMatches Kept { get; init; }

    /// <summary>What objects were taken for, among <see cref="Kept"/>.</summary>
    public required ConfusionMatrix Confusion { get; init; }

    /// <summary>The mistakes among <see cref="Kept"/>.</summary>
    public required IReadOnlyList<DetectionError> Errors { get; init; }

    /// <summary>Looks into the detections of a detector.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="detections">The detections of each picture, in the order of the data set's pictures.</param>
    /// <param name="overlap">What is compared.</param>
    /// <exception cref="ArgumentException">The number of pictures differs, a score is NaN, a label is not a class, or masks are to be
    /// compared and a detection has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    public static EvaluationDetails Compute(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections, IouType overlap = IouType.Boxes)
    {
        ArgumentNullException.ThrowIfNull(detections);
        return ComputeRows(dataset, DetectionRows.Of(detections), overlap);
    }

    /// <summary>Looks into a results file.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="results">The file, as read for <paramref name="dataset"/>.</param>
    /// <param name="overlap">What is compared.</param>
    /// <exception cref="ArgumentException">The number of pictures differs, or masks are to be compared and a row has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    public static EvaluationDetails Compute(AnnotatedDataset dataset, DetectionsReading results, IouType overlap)
    {
        ArgumentNullException.ThrowIfNull(results);
        return ComputeRows(dataset, results.Rows, overlap);
    }

    private static EvaluationDetails ComputeRows(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> rows, IouType overlap)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Check(dataset, rows);
        var matches = DatasetMatches.Compute(dataset, EvaluationReport.Marked(dataset, rows), overlap);
        var thresholds = BestThreshold.PerClass(matches);
        var kept = matches.From([.. thresholds.Select(static best => double.IsFinite(best.Threshold) ? best.Threshold : UsualThreshold)]);
        return new()
        {
            Matches = matches,
            Curves = PrecisionRecallCurve.PerClass(matches),
            Thresholds = thresholds,
            Costs = ErrorCosts.Compute(matches, DetectionError.Find(matches)),
            Calibration = CalibrationCurve.Compute(matches),
            CalibrationPerClass = CalibrationCurve.PerClass(matches),
            Kept = kept,
            Confusion = ConfusionMatrix.Compute(kept),
            Errors = DetectionError.Find(kept),
        };
    }

    private static void Check(AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> rows)
    {
        if (rows.Count != dataset.Images.Count)
            throw new ArgumentException($"{rows.Count} lists of detections for {dataset.Images.Count} pictures; give one list per picture.");
        foreach (var row in rows.SelectMany(static found => found))
        {
            if (double.IsNaN(row.Score)) throw new ArgumentException("A detection has the score NaN.");
            if ((uint)row.Label >= (uint)dataset.Classes.Count)
                throw new ArgumentException($"A detection has the label {row.Label}; there are {dataset.Classes.Count} classes.");
        }
    }
}
