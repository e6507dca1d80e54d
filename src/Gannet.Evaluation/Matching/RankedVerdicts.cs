using Gannet.Kernels.Ranking;

namespace Gannet.Evaluation.Matching;

/// <summary>The detections of one class in all pictures, best first: their scores and whether each found an object.</summary>
internal sealed record RankedVerdicts(double[] Scores, bool[] IsTrue)
{
    /// <summary>Sorts verdicts; equal scores keep their order, as in pycocotools.</summary>
    public static RankedVerdicts Of(IEnumerable<(double Score, bool IsTrue)> verdicts)
    {
        (double Score, bool IsTrue)[] given = [.. verdicts];
        var order = ScoreOrder.Descending(Array.ConvertAll(given, static verdict => verdict.Score));
        return new([.. order.Select(k => given[k].Score)], [.. order.Select(k => given[k].IsTrue)]);
    }

    /// <summary>The verdicts of each class.</summary>
    public static RankedVerdicts[] PerClass(DatasetMatches matches)
    {
        var lists = new List<(double, bool)>[matches.Dataset.Classes.Count];
        for (var k = 0; k < lists.Length; k++) lists[k] = [];
        foreach (var detection in matches.Detections) lists[detection.Label].Add((detection.Score, detection.IsTrue));
        return Array.ConvertAll(lists, Of);
    }
}
