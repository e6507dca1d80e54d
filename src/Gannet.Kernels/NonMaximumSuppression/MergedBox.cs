using System.Runtime.InteropServices;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>A box that several boxes of one object were merged into.</summary>
/// <param name="Position">Index in the input of the best of them.</param>
/// <param name="Box">The merged box.</param>
/// <param name="Score">Its score.</param>
public readonly record struct MergedBox(int Position, Box Box, float Score)
{
    /// <summary>Merges the boxes of one class.</summary>
    internal delegate MergedBox[] Merge(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores);

    /// <summary>Merges each class alone; best score first over all classes, equal scores by position.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal static MergedBox[] PerClass(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, Merge merge)
    {
        if (labels.Length != boxes.Length)
            throw new ArgumentException($"{boxes.Length} boxes need {boxes.Length} labels, not {labels.Length}.", nameof(labels));
        if (scores.Length != boxes.Length)
            throw new ArgumentException($"{boxes.Length} boxes need {boxes.Length} scores, not {scores.Length}.", nameof(scores));
        var members = new Dictionary<int, List<int>>();
        for (var k = 0; k < labels.Length; k++) (CollectionsMarshal.GetValueRefOrAddDefault(members, labels[k], out _) ??= []).Add(k);
        var merged = new List<MergedBox>();
        foreach (var own in members.Values)
        {
            var (ownBoxes, ownScores) = (new Box[own.Count], new float[own.Count]);
            for (var k = 0; k < own.Count; k++) (ownBoxes[k], ownScores[k]) = (boxes[own[k]], scores[own[k]]);
            merged.AddRange(merge(ownBoxes, ownScores).Select(m => m with { Position = own[m.Position] }));
        }

        return Ranked(merged);
    }

    /// <summary>Best score first, equal scores by position.</summary>
    internal static MergedBox[] Ranked(IEnumerable<MergedBox> merged) =>
        [.. merged.OrderByDescending(static m => m.Score).ThenBy(static m => m.Position)];
}
