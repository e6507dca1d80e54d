using Gannet.Torch;

namespace Gannet.Detection.Boxes;

/// <summary>Ranks the boxes that survive suppression, with torchvision's order for equal scores.</summary>
/// <remarks>
/// Scores saturate: an image can have more boxes of probability 1 than are kept, and which ones are kept then depends only on the order
/// of equal scores. torchvision suppresses more than a thousand boxes class by class and merges the classes with libtorch's
/// unstable sort; only that sort gives the same order.
/// </remarks>
internal static class SurvivorOrder
{
    private const int SuppressedTogether = 1000;

    /// <summary>The best <paramref name="limit"/> of the kept boxes.</summary>
    /// <param name="kept">Positions of the survivors, best first, equal scores by position.</param>
    /// <param name="scores">Scores of all candidates.</param>
    /// <param name="limit">Largest number of boxes.</param>
    public static int[] Best(int[] kept, ReadOnlySpan<float> scores, int limit)
    {
        if (scores.Length <= SuppressedTogether || !HasTies(kept, scores)) return kept.Length <= limit ? kept : kept[..limit];
        using var scope = TensorScope.Enter();
        int[] positions = [.. kept.Order()];
        var values = new float[positions.Length];
        for (var k = 0; k < values.Length; k++) values[k] = scores[positions[k]];
        var order = Tensor.From<float>(values).Sort(0, descending: true).Item2.ToArray<long>();
        return [.. order.Take(limit).Select(k => positions[k])];
    }

    private static bool HasTies(int[] kept, ReadOnlySpan<float> scores)
    {
        for (var k = 1; k < kept.Length; k++)
        {
            if (scores[kept[k]] == scores[kept[k - 1]]) return true;
        }

        return false;
    }
}
