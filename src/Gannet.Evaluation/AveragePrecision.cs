namespace Gannet.Evaluation;

/// <summary>Average precision from verdicts on detections, in descending order of score.</summary>
public static class AveragePrecision
{
    // pycocotools adds this to a denominator that is never zero where it matters. We do the same, to match its last digit.
    internal const double SpacingOfOne = 2.220446049250313e-16;

    /// <summary>Averages the precision over recall.</summary>
    /// <param name="isTrue">For each detection, best score first, whether it found an object that no better one had found.</param>
    /// <param name="objects">Number of objects to find.</param>
    /// <param name="rule">How the curve is averaged.</param>
    /// <returns>A number in [0, 1]; −1 when there is nothing to find.</returns>
    public static double Compute(ReadOnlySpan<bool> isTrue, int objects, AveragePrecisionRule rule)
    {
        if (objects <= 0) return -1;

        // best[k]: precision where the (k+1)-th object is found, the only places where the curve can peak.
        var best = new double[objects];
        var found = 0;
        for (var i = 0; i < isTrue.Length; i++)
        {
            if (!isTrue[i]) continue;
            if (found == objects) throw new ArgumentException($"More than {objects} detections are true.", nameof(isTrue));
            best[found++] = rule == AveragePrecisionRule.Coco ? found / (i + 1 + SpacingOfOne) : (double)found / (i + 1);
        }

        Envelope(best.AsSpan(0, found));
        return rule switch
        {
            AveragePrecisionRule.ElevenPoint => Sampled(best.AsSpan(0, found), objects, 10),
            AveragePrecisionRule.Coco => Sampled(best.AsSpan(0, found), objects, 100),
            AveragePrecisionRule.Area => Sum(best.AsSpan(0, found)) / objects,
            _ => throw new ArgumentOutOfRangeException(nameof(rule)),
        };
    }

    /// <summary>Makes each entry the best of itself and all later ones.</summary>
    internal static void Envelope(Span<double> best)
    {
        for (var k = best.Length - 2; k >= 0; k--) best[k] = Math.Max(best[k], best[k + 1]);
    }

    /// <summary>The mean of the envelope at recall 0, 1/steps, …, 1.</summary>
    internal static double Sampled(ReadOnlySpan<double> envelope, int objects, int steps)
    {
        Span<double> values = stackalloc double[steps + 1];
        Sample(envelope, objects, values);
        return Sum(values) / (steps + 1);
    }

    /// <summary>The envelope at recall 0, 1/steps, …, 1; beyond its last point the precision is 0.</summary>
    internal static void Sample(ReadOnlySpan<double> envelope, int objects, Span<double> values)
    {
        values.Clear();
        var (k, steps) = (0, values.Length - 1);
        for (var i = 0; i <= steps; i++)
        {
            // As in numpy's linspace, whose .29 is 29 · .01: recalls that compare equal there must do so here.
            var recall = i == steps ? 1.0 : i * (1.0 / steps);
            while (k < envelope.Length && (double)(k + 1) / objects < recall) k++;
            if (k == envelope.Length) break;
            values[i] = envelope[k];
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return sum;
    }
}

/// <summary>How a precision-recall curve becomes one number.</summary>
public enum AveragePrecisionRule
{
    /// <summary>VOC 2007: the mean of the best precision at recall 0, .1, …, 1.</summary>
    ElevenPoint,

    /// <summary>VOC 2010 and later: the area under the precision envelope.</summary>
    Area,

    /// <summary>COCO: the mean of the best precision at recall 0, .01, …, 1.</summary>
    Coco,
}
