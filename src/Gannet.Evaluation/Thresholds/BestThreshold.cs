using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Thresholds;

/// <summary>The threshold at which a class has its best F1, the harmonic mean of precision and recall, at IoU .5.</summary>
/// <param name="Name">Class name.</param>
/// <param name="Threshold">The lowest score that is kept; infinite if no detection of the class is true.</param>
/// <param name="Found">Objects found with it.</param>
/// <param name="Kept">Detections kept with it.</param>
/// <param name="Objects">Objects of the class.</param>
public sealed record BestThreshold(string Name, double Threshold, int Found, int Kept, int Objects)
{
    /// <summary>2·found / (kept + objects); −1 if the class has no objects.</summary>
    public double F1 => Objects == 0 ? -1 : 2.0 * Found / (Kept + Objects);

    /// <summary>Share of kept detections that are true; −1 if none is kept.</summary>
    public double Precision => Kept == 0 ? -1 : (double)Found / Kept;

    /// <summary>Share of objects that are found; −1 if the class has no objects.</summary>
    public double Recall => Objects == 0 ? -1 : (double)Found / Objects;

    /// <summary>The best threshold of each class. Of equal ones, the highest.</summary>
    /// <param name="matches">All detections and objects.</param>
    public static IReadOnlyList<BestThreshold> PerClass(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var objects = matches.ObjectsPerClass;
        return [.. RankedVerdicts.PerClass(matches).Select((verdicts, label) => Of(matches.Dataset.Classes[label], verdicts, objects[label]))];
    }

    private static BestThreshold Of(string name, RankedVerdicts verdicts, int objects)
    {
        var best = new BestThreshold(name, double.PositiveInfinity, 0, 0, objects);
        var found = 0;
        for (var i = 0; i < verdicts.Scores.Length; i++)
        {
            if (verdicts.IsTrue[i]) found++;

            // A threshold cannot tell equal scores apart.
            if (i + 1 < verdicts.Scores.Length && verdicts.Scores[i + 1] == verdicts.Scores[i]) continue;
            var candidate = new BestThreshold(name, verdicts.Scores[i], found, i + 1, objects);
            if (candidate.F1 > best.F1) best = candidate;
        }

        return best;
    }
}
