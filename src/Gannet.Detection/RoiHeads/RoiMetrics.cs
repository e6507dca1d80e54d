using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>Accuracies of the second stage over the regions of a step, with kerod's names.</summary>
internal static class RoiMetrics
{
    /// <summary>Computes the accuracies; those of the foreground only if there is any.</summary>
    /// <param name="logits"><c>[R, 1 + C]</c>.</param>
    /// <param name="classes"><c>[R]</c>: 0 for background, otherwise 1 + label.</param>
    public static Dictionary<string, Metric> Of(Tensor logits, ReadOnlySpan<int> classes)
    {
        if (classes.IsEmpty) return [];
        using var scope = TensorScope.Enter();
        var wanted = new long[classes.Length];
        var foreground = new List<long>();
        for (var r = 0; r < wanted.Length; r++)
        {
            wanted[r] = classes[r];
            if (wanted[r] > 0) foreground.Add(r);
        }

        var best = logits.Detach().Argmax(1);
        var isRight = best.Eq(Tensor.From<long>(wanted).To(best.Device, ElementType.Int64));
        var metrics = new Dictionary<string, Metric> { ["accuracy"] = new(scope.Keep(Share(isRight)), classes.Length) };
        if (foreground.Count == 0) return metrics;
        var rows = Tensor.From<long>(foreground.ToArray()).To(best.Device, ElementType.Int64);
        metrics["fg_accuracy"] = new(scope.Keep(Share(isRight.IndexSelect(0, rows))), foreground.Count);
        metrics["false_negative"] = new(scope.Keep(Share(best.IndexSelect(0, rows).Eq(0))), foreground.Count);
        return metrics;
    }

    private static Tensor Share(Tensor answers) => answers.To(ElementType.Float).Mean();
}
