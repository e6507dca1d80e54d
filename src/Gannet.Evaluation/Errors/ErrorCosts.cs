using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Errors;

/// <summary>How much AP at IoU .5 each type of error costs: what AP would gain if that type alone were put right (TIDE's dAP).</summary>
/// <param name="AP50">Mean AP at IoU .5 over the classes with objects; −1 if there are no objects.</param>
/// <param name="PerType">The costs in the order of <see cref="ErrorTypes.All"/>.</param>
/// <param name="FalsePositives">What AP would gain if every wrong detection had the lowest score.</param>
/// <param name="FalseNegatives">What AP would gain if there were no objects that nothing found.</param>
public sealed record ErrorCosts(double AP50, IReadOnlyList<ErrorCost> PerType, double FalsePositives, double FalseNegatives)
{
    /// <summary>Puts right one type after the other, each for itself.</summary>
    /// <param name="matches">The detections and objects.</param>
    /// <param name="errors">Their mistakes, from <see cref="DetectionError.Find"/>.</param>
    /// <remarks>
    /// Putting right: Cls gives the detection the object's class, Loc the object's box, where nothing has found that object; of several
    /// such mistakes about one object the best-scored is put right, and the others removed. Both, Dupe and Bkg are removed. Missed objects
    /// are no longer asked for.
    /// </remarks>
    public static ErrorCosts Compute(DatasetMatches matches, IReadOnlyList<DetectionError> errors)
    {
        ArgumentNullException.ThrowIfNull(matches);
        ArgumentNullException.ThrowIfNull(errors);
        var verdicts = new Verdict?[matches.Detections.Count];
        for (var d = 0; d < verdicts.Length; d++) verdicts[d] = new(matches.Detections[d].Label, matches.Detections[d].Score, matches.Detections[d].IsTrue);
        var objects = matches.ObjectsPerClass;
        var ap = MeanPrecision(verdicts, objects, objects);
        double Gain(IEnumerable<Verdict?> changed, IReadOnlyList<int> left)
        {
            // If nothing is left to find and nothing was detected, nothing is wrong.
            var after = MeanPrecision(changed, left, objects) is >= 0 and var mean ? mean : 1;
            return ap < 0 ? 0 : Math.Max(0, after - ap);
        }

        var repairs = Repairs(matches, errors);
        var costs = ErrorTypes.All.Select(type =>
        {
            var (changed, left) = ((Verdict?[])verdicts.Clone(), objects.ToArray());
            foreach (var error in errors.Where(error => error.Type == type))
            {
                if (error.Detection < 0) left[matches.Truths[error.Truth].Label]--;
                else changed[error.Detection] = repairs.Contains(error) ? new(matches.Truths[error.Truth].Label, matches.Detections[error.Detection].Score, true) : null;
            }

            return new ErrorCost(type, errors.Count(error => error.Type == type), Gain(changed, left));
        }).ToArray();

        var found = new int[objects.Count];
        foreach (var detection in matches.Detections.Where(static d => d.IsTrue)) found[detection.Label]++;
        return new(
            ap, costs,
            Gain(verdicts.Select(static verdict => verdict is { } v ? v with { Score = v.IsTrue ? 1 : 0 } : verdict), objects),
            Gain(verdicts, found));
    }

    // For each object that nothing found, the best detection that is off or of the wrong class. Detections of a picture come best first.
    private static HashSet<DetectionError> Repairs(DatasetMatches matches, IReadOnlyList<DetectionError> errors)
    {
        var claimed = new bool[matches.Truths.Count];
        foreach (var detection in matches.Detections.Where(static d => d.IsTrue)) claimed[detection.Truth] = true;
        var repairs = new HashSet<DetectionError>(ReferenceEqualityComparer.Instance);
        foreach (var error in errors.Where(static e => e.Type is ErrorType.Classification or ErrorType.Localization))
        {
            if (claimed[error.Truth]) continue;
            claimed[error.Truth] = true;
            repairs.Add(error);
        }

        return repairs;
    }

    // Over the classes that had objects. One that is left without objects scores 0 while it has detections, and no longer counts without.
    private static double MeanPrecision(IEnumerable<Verdict?> verdicts, IReadOnlyList<int> objects, IReadOnlyList<int> originally)
    {
        var perClass = verdicts.OfType<Verdict>().ToLookup(static verdict => verdict.Label);
        var (sum, count) = (0.0, 0);
        for (var label = 0; label < objects.Count; label++)
        {
            if (originally[label] == 0 || (objects[label] == 0 && !perClass.Contains(label))) continue;
            var ranked = RankedVerdicts.Of(perClass[label].Select(static verdict => (verdict.Score, verdict.IsTrue)));
            sum += Math.Max(0, AveragePrecision.Compute(ranked.IsTrue, objects[label], AveragePrecisionRule.Coco));
            count++;
        }

        return count == 0 ? -1 : sum / count;
    }

    private readonly record struct Verdict(int Label, double Score, bool IsTrue);
}

/// <summary>What one type of error costs.</summary>
/// <param name="Type">The type.</param>
/// <param name="Count">How many there are, whatever their score.</param>
/// <param name="Cost">The AP at IoU .5 that would be gained without them.</param>
public sealed record ErrorCost(ErrorType Type, int Count, double Cost);
