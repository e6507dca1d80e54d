using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Curves;

/// <summary>Precision over recall of one class at IoU .5.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Precision">The best precision at recall 0, .01, …, 1 or above; empty if the class has no objects.</param>
public sealed record PrecisionRecallCurve(string Name, IReadOnlyList<double> Precision)
{
    /// <summary>Average precision at IoU .5: the mean of the 101 values; −1 if the class has no objects.</summary>
    public double AP50 => Precision.Count == 0 ? -1 : Precision.Sum() / Precision.Count;

    /// <summary>The curve as it is drawn: each of the 101 values over 1/101 of the axis, so that the area below is AP.</summary>
    public IReadOnlyList<(double X, double Y)> Steps() =>
        [.. Precision.SelectMany((value, i) => new[] { ((double)i / Precision.Count, value), ((i + 1.0) / Precision.Count, value) })];

    /// <summary>The curve of each class.</summary>
    /// <param name="matches">All detections and objects.</param>
    public static IReadOnlyList<PrecisionRecallCurve> PerClass(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var objects = matches.ObjectsPerClass;
        return [.. RankedVerdicts.PerClass(matches).Select((verdicts, label) => new PrecisionRecallCurve(matches.Dataset.Classes[label], Sample(verdicts, objects[label])))];
    }

    /// <summary>The mean of the curves of all classes with objects; its area is their mean AP.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="curves">The curves.</param>
    public static PrecisionRecallCurve Mean(string name, IEnumerable<PrecisionRecallCurve> curves)
    {
        PrecisionRecallCurve[] known = [.. curves.Where(static curve => curve.Precision.Count > 0)];
        return new(name, known.Length == 0 ? [] : [.. Enumerable.Range(0, CocoRules.RecallSteps + 1).Select(i => known.Average(curve => curve.Precision[i]))]);
    }

    private static double[] Sample(RankedVerdicts verdicts, int objects)
    {
        if (objects == 0) return [];
        var best = new List<double>();
        for (var i = 0; i < verdicts.IsTrue.Length; i++)
        {
            if (verdicts.IsTrue[i]) best.Add((best.Count + 1) / (i + 1 + AveragePrecision.SpacingOfOne));
        }

        double[] envelope = [.. best];
        AveragePrecision.Envelope(envelope);
        var values = new double[CocoRules.RecallSteps + 1];
        AveragePrecision.Sample(envelope, objects, values);
        return values;
    }
}
