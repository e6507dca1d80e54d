using Gannet.Kernels.Overlaps;
using Gannet.Kernels.Ranking;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>Soft suppression (Bodla et al., 2017): overlapping boxes get a lower score instead of being removed.</summary>
public static class SoftNms
{
    /// <summary>Multiplies a score by <c>1 − IoU</c> for every better box that overlaps by more than <paramref name="threshold"/>.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c> scores in [0, 1].</param>
    /// <param name="threshold">IoU above which the score decays; the paper uses 0.3.</param>
    /// <param name="minScore">Boxes whose score falls below this are dropped; the paper's code uses 0.001.</param>
    /// <returns>Kept boxes, best remaining score first; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, the threshold is outside [0, 1], or the lengths differ.</exception>
    public static RescoredBox[] Linear(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, float threshold = 0.3f, float minScore = 0.001f)
    {
        if (threshold is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "An IoU threshold must be in [0, 1].");
        return Decay(boxes, scores, minScore, overlap => overlap > threshold ? 1 - overlap : 1);
    }

    /// <summary>Multiplies a score by <c>exp(−IoU² / σ)</c> for every better box.</summary>
    /// <param name="boxes"><c>[R]</c> boxes.</param>
    /// <param name="scores"><c>[R]</c> scores in [0, 1].</param>
    /// <param name="sigma">Width of the decay; the paper uses 0.5.</param>
    /// <param name="minScore">Boxes whose score falls below this are dropped; the paper's code uses 0.001.</param>
    /// <returns>Kept boxes, best remaining score first; equal scores keep their input order.</returns>
    /// <exception cref="ArgumentException">A score is NaN, sigma is not positive, or the lengths differ.</exception>
    public static RescoredBox[] Gaussian(ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, float sigma = 0.5f, float minScore = 0.001f)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sigma);
        return Decay(boxes, scores, minScore, overlap => MathF.Exp(-overlap * overlap / sigma));
    }

    private static RescoredBox[] Decay(
        ReadOnlySpan<Box> boxes, ReadOnlySpan<float> scores, float minScore, Func<float, float> weight)
    {
        var candidates = new List<RescoredBox>(boxes.Length);
        foreach (var position in ScoreOrder.Descending(scores, boxes.Length))
        {
            if (scores[position] >= minScore) candidates.Add(new RescoredBox(position, scores[position]));
        }

        var kept = new List<RescoredBox>();
        while (candidates.Count > 0)
        {
            var best = Best(candidates);
            kept.Add(best);
            var box = boxes[best.Position];
            var count = 0;
            for (var i = 0; i < candidates.Count; i++)
            {
                var candidate = candidates[i];
                if (candidate.Position == best.Position) continue;
                var score = candidate.Score * weight(Iou.Of(box, boxes[candidate.Position]));
                if (score >= minScore) candidates[count++] = candidate with { Score = score };
            }

            candidates.RemoveRange(count, candidates.Count - count);
        }

        return [.. kept];
    }

    private static RescoredBox Best(List<RescoredBox> candidates)
    {
        var best = candidates[0];
        foreach (var candidate in candidates)
        {
            if (candidate.Score > best.Score || (candidate.Score == best.Score && candidate.Position < best.Position)) best = candidate;
        }

        return best;
    }
}
