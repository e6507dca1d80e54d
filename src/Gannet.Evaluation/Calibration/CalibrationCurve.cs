using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Calibration;

/// <summary>Whether scores are probabilities: how many detections of a score are true at IoU .5.</summary>
/// <param name="Bins">Ten bins of equal width, from score 0 to 1.</param>
public sealed record CalibrationCurve(IReadOnlyList<CalibrationBin> Bins)
{
    private const int Count = 10;

    /// <summary>Expected calibration error: the mean distance of score and share of true detections, weighted by detections; −1 if there are
    /// no detections.</summary>
    public double Error
    {
        get
        {
            var all = Bins.Sum(static bin => bin.Detections);
            return all == 0 ? -1 : Bins.Sum(static bin => bin.Detections == 0 ? 0 : bin.Detections * Math.Abs(bin.MeanScore - bin.TrueShare)) / all;
        }
    }

    /// <summary>Sorts detections into bins; one that repeats a found object counts as wrong.</summary>
    /// <param name="matches">All detections and objects.</param>
    /// <returns>Null if a score lies outside [0, 1] and so cannot be a probability.</returns>
    public static CalibrationCurve? Compute(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        return Of(matches.Detections);
    }

    /// <summary>The same for each class.</summary>
    /// <param name="matches">All detections and objects.</param>
    public static IReadOnlyList<CalibrationCurve?> PerClass(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var perClass = matches.Detections.ToLookup(static d => d.Label);
        return [.. Enumerable.Range(0, matches.Dataset.Classes.Count).Select(label => Of([.. perClass[label]]))];
    }

    private static CalibrationCurve? Of(IReadOnlyList<MatchedDetection> detections)
    {
        var (counts, trues, sums) = (new int[Count], new int[Count], new double[Count]);
        foreach (var detection in detections)
        {
            if (detection.Score is < 0 or > 1) return null;
            var bin = Math.Min(Count - 1, (int)(detection.Score * Count));
            counts[bin]++;
            sums[bin] += detection.Score;
            if (detection.IsTrue) trues[bin]++;
        }

        return new([.. Enumerable.Range(0, Count).Select(k => counts[k] == 0
            ? new CalibrationBin(0, -1, -1)
            : new CalibrationBin(counts[k], sums[k] / counts[k], (double)trues[k] / counts[k]))]);
    }
}

/// <summary>Detections of similar score.</summary>
/// <param name="Detections">How many.</param>
/// <param name="MeanScore">The mean of their scores; −1 if there are none.</param>
/// <param name="TrueShare">The share of them that found an object; −1 if there are none.</param>
public sealed record CalibrationBin(int Detections, double MeanScore, double TrueShare);
