using Gannet.Torch;

namespace Gannet.Detection.Heads;

/// <summary>How often the second stage is right about the regions of a step, by kerod's names.</summary>
internal static class RegionMetrics
{
    /// <summary>Shares of right answers; those about foreground only where there is some.</summary>
    /// <param name="logits"><c>[R, 1 + C]</c>.</param>
    /// <param name="classes"><c>[R]</c>: 0 for background, else 1 + label.</param>
    /// <remarks>Device sync.</remarks>
    public static Dictionary<string, double> Of(Tensor logits, ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty) return [];
        using var scope = TensorScope.Enter();
        var best = logits.Detach().Argmax(1).ToArray<long>();
        var (right, foreground, rightForeground, missed) = (0, 0, 0, 0);
        for (var r = 0; r < best.Length; r++)
        {
            if (best[r] == classes[r]) right++;
            if (classes[r] == 0) continue;
            foreground++;
            if (best[r] == classes[r]) rightForeground++;
            if (best[r] == 0) missed++;
        }

        var metrics = new Dictionary<string, double> { ["accuracy"] = (double)right / best.Length };
        if (foreground == 0) return metrics;
        metrics["fg_accuracy"] = (double)rightForeground / foreground;
        metrics["false_negative"] = (double)missed / foreground;
        return metrics;
    }
}
