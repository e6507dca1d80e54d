using System.Runtime.ExceptionServices;
using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Coco;

/// <summary>Scores detections by COCO's rules, with the same numbers as pycocotools.</summary>
public static class CocoEvaluator
{
    private static readonly int[] s_detectionLimits = [1, 10, 100];
    private static readonly int[] s_proposalLimits = [100, 300, 1000];

    /// <summary>Scores detections class by class.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="detections">The detections of each picture, in the order of the data set's pictures; in any order within.</param>
    /// <param name="options">Departures from pycocotools; null for none.</param>
    /// <returns>The twelve numbers, and AP class by class.</returns>
    /// <exception cref="ArgumentException">The number of pictures differs, a score is NaN, a label is not a class, or masks are to be
    /// compared and a detection has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    /// <remarks>Classes are computed in parallel; the result depends neither on that nor on the order of the pictures.</remarks>
    public static CocoScores Evaluate(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> detections, CocoEvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(detections);
        return EvaluateRows(dataset, DetectionRows.Of(detections), options);
    }

    /// <summary>Scores a results file class by class, in double.</summary>
    /// <param name="dataset">The truth; read with <see cref="DatasetReadOptions.ClipBoxes"/> off, its boxes are in double, too.</param>
    /// <param name="results">The file, as read for <paramref name="dataset"/>.</param>
    /// <param name="options">Departures from pycocotools; null for none.</param>
    /// <returns>The twelve numbers, and AP class by class.</returns>
    /// <exception cref="ArgumentException">The number of pictures differs, or masks are to be compared and a row has none.</exception>
    /// <exception cref="InvalidDataException">Masks are to be compared, and an object has no outline or a malformed one.</exception>
    public static CocoScores Evaluate(AnnotatedDataset dataset, DetectionsReading results, CocoEvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(results);
        return EvaluateRows(dataset, results.Rows, options);
    }

    internal static CocoScores EvaluateRows(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> detections, CocoEvaluationOptions? options)
    {
        var perClass = Compute(dataset, detections, s_detectionLimits, pooled: false, options);
        return new CocoScores
        {
            AP = MeanPrecision(perClass, CocoRules.All, 0, CocoRules.Thresholds),
            AP50 = MeanPrecision(perClass, CocoRules.All, 0, 1),
            AP75 = MeanPrecision(perClass, CocoRules.All, 5, 6),
            APs = MeanPrecision(perClass, 1, 0, CocoRules.Thresholds),
            APm = MeanPrecision(perClass, 2, 0, CocoRules.Thresholds),
            APl = MeanPrecision(perClass, 3, 0, CocoRules.Thresholds),
            AR1 = MeanRecall(perClass, CocoRules.All, 0),
            AR10 = MeanRecall(perClass, CocoRules.All, 1),
            AR100 = MeanRecall(perClass, CocoRules.All, 2),
            ARs = MeanRecall(perClass, 1, 2),
            ARm = MeanRecall(perClass, 2, 2),
            ARl = MeanRecall(perClass, 3, 2),
            PerClass = [.. perClass.Select((curves, k) => ScoreClass(dataset.Classes[k], curves))],
        };
    }

    /// <summary>Scores proposals: how many objects they cover, regardless of class.</summary>
    /// <param name="dataset">The ground truth.</param>
    /// <param name="proposals">The proposals of each picture with their objectness; labels are ignored.</param>
    /// <param name="options">Departures from pycocotools; null for none.</param>
    /// <exception cref="ArgumentException">The number of pictures differs or a score is NaN.</exception>
    public static ProposalScores EvaluateProposals(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> proposals, CocoEvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(proposals);
        return EvaluateProposalRows(dataset, DetectionRows.Of(proposals), options);
    }

    internal static ProposalScores EvaluateProposalRows(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> proposals, CocoEvaluationOptions? options)
    {
        var pooled = Compute(dataset, proposals, s_proposalLimits, pooled: true, options);
        return new ProposalScores(
            MeanRecall(pooled, CocoRules.All, 0), MeanRecall(pooled, CocoRules.All, 1), MeanRecall(pooled, CocoRules.All, 2),
            MeanRecall(pooled, 1, 2), MeanRecall(pooled, 2, 2), MeanRecall(pooled, 3, 2));
    }

    private static ClassScores ScoreClass(string name, CocoCurves curves) => new(
        name,
        MeanPrecision([curves], CocoRules.All, 0, CocoRules.Thresholds),
        MeanPrecision([curves], CocoRules.All, 0, 1),
        curves.Objects)
    {
        APs = MeanPrecision([curves], 1, 0, CocoRules.Thresholds),
        APm = MeanPrecision([curves], 2, 0, CocoRules.Thresholds),
        APl = MeanPrecision([curves], 3, 0, CocoRules.Thresholds),
    };

    private static CocoCurves[] Compute(
        AnnotatedDataset dataset, IReadOnlyList<IReadOnlyList<ResultRow>> detections, int[] limits, bool pooled,
        CocoEvaluationOptions? options)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        if (detections.Count != dataset.Images.Count)
        {
            throw new ArgumentException(
                $"{detections.Count} lists of detections for {dataset.Images.Count} pictures; give one list per picture.",
                nameof(detections));
        }

        // The order of the pictures decides between equal scores, so it must not be the caller's: pycocotools sorts by id.
        int[] byId = [.. Enumerable.Range(0, detections.Count).OrderBy(i => dataset.Images[i].Id)];
        var classes = pooled ? 1 : dataset.Classes.Count;
        var pictures = options is { Overlap: IouType.Masks } ? byId.Select(i => MaskIou.Sized(dataset.Images[i], detections[i]))
            : byId.Select(i => dataset.Images[i]);
        var truths = new TruthGroups([.. pictures], classes, pooled);
        var groups = new DetectionGroups([.. byId.Select(i => detections[i])], classes, pooled);
        Func<Annotation, bool> isIgnored = options is { IgnoreDifficult: true }
            ? static a => a.IsCrowd || a.IsDifficult
            : static a => a.IsCrowd;
        var results = new CocoCurves[classes];
        var overlap = ShapeIou.Of(options?.Overlap ?? IouType.Boxes);
        try
        {
            Parallel.For(0, classes, k => results[k] = CocoCurves.Compute(k, byId.Length, groups, truths, limits, overlap, isIgnored));
        }
        catch (AggregateException errors)
        {
            // The caller should see the malformed outline, not how the work was divided.
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }

        return results;
    }

    private static double MeanPrecision(CocoCurves[] classes, int area, int firstThreshold, int endThreshold)
    {
        var (sum, count) = (0.0, 0);
        foreach (var curves in classes)
        {
            for (var t = firstThreshold; t < endThreshold; t++)
            {
                if (curves.Precision(area, t) is not (>= 0 and var value)) continue;
                sum += value;
                count++;
            }
        }

        return count == 0 ? -1 : sum / count;
    }

    private static double MeanRecall(CocoCurves[] classes, int area, int limit)
    {
        var (sum, count) = (0.0, 0);
        foreach (var curves in classes)
        {
            for (var t = 0; t < CocoRules.Thresholds; t++)
            {
                if (curves.Recall(area, t, limit) is not (>= 0 and var value)) continue;
                sum += value;
                count++;
            }
        }

        return count == 0 ? -1 : sum / count;
    }
}
