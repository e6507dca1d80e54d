using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation.Confusions;

/// <summary>What objects of each class were taken for, at one threshold per class.</summary>
/// <remarks>
/// A detection that finds an object of its class by COCO's rules at IoU .5 counts on the diagonal. Each other detection, best first, is paired with
/// the free object of another class that it overlaps most, if the IoU is at least .5; otherwise it counts as background taken for its class.
/// Objects left over count as taken for background. So every object counts exactly once, and each row of a class sums to its objects.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly int[,] _counts;

    private ConfusionMatrix(int classes) => _counts = new int[classes + 1, classes + 1];

    /// <summary>Index of background, after the last class: as a truth, nothing was there; as a detection, nothing was found.</summary>
    public int Background => _counts.GetLength(0) - 1;

    /// <summary>Number of objects of a class (or of background) that were taken for a class (or for background).</summary>
    /// <param name="truth">The annotated class, or <see cref="Background"/>.</param>
    /// <param name="detected">The detected class, or <see cref="Background"/>.</param>
    public int this[int truth, int detected] => _counts[truth, detected];

    /// <summary>Sum of a row.</summary>
    /// <param name="truth">The annotated class, or <see cref="Background"/>.</param>
    public int RowSum(int truth) => Enumerable.Range(0, Background + 1).Sum(detected => _counts[truth, detected]);

    /// <summary>Counts.</summary>
    /// <param name="matches">The detections from their thresholds upwards, and the objects.</param>
    public static ConfusionMatrix Compute(DatasetMatches matches)
    {
        ArgumentNullException.ThrowIfNull(matches);
        var matrix = new ConfusionMatrix(matches.Dataset.Classes.Count);
        var taken = new bool[matches.Truths.Count];
        foreach (var detection in matches.Detections.Where(static d => d.IsTrue)) matrix.Pair(matches, detection.Truth, detection.Label, taken);
        foreach (var detection in matches.Detections.Where(static d => !d.IsTrue))
        {
            var free = detection.OthersFound.FirstOrDefault(overlap => !taken[overlap.Truth], new(-1, 0)).Truth;
            if (free >= 0) matrix.Pair(matches, free, detection.Label, taken);
            else matrix._counts[matrix.Background, detection.Label]++;
        }

        for (var t = 0; t < taken.Length; t++)
        {
            if (!taken[t]) matrix._counts[matches.Truths[t].Label, matrix.Background]++;
        }

        return matrix;
    }

    private void Pair(DatasetMatches matches, int truth, int label, bool[] taken)
    {
        taken[truth] = true;
        _counts[matches.Truths[truth].Label, label]++;
    }
}
