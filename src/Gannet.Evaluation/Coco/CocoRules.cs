using Gannet.Evaluation.Overlaps;

namespace Gannet.Evaluation.Coco;

/// <summary>What an evaluation by COCO's rules compares, and how it may differ from pycocotools.</summary>
public sealed record CocoEvaluationOptions
{
    /// <summary>Whether difficult objects count neither for nor against, like crowds. Default false, as in pycocotools.</summary>
    public bool IgnoreDifficult { get; init; }

    /// <summary>The shapes whose overlap is compared. Default: boxes.</summary>
    public IouType Overlap { get; init; }
}

/// <summary>The constants of the COCO evaluation.</summary>
internal static class CocoRules
{
    public const int Thresholds = 10;
    public const int RecallSteps = 100;
    public const int All = 0;

    /// <summary>All, small, medium and large, in square pixels; both ends are inclusive.</summary>
    public static readonly (double Low, double High)[] AreaRanges = [(0, 1e10), (0, 32 * 32), (32 * 32, 96 * 96), (96 * 96, 1e10)];

    /// <summary>IoU .5 to .95, computed as in numpy's linspace, so that equal overlaps fall on the same side.</summary>
    public static readonly double[] ThresholdsIou = MakeThresholds();

    private static double[] MakeThresholds()
    {
        var values = new double[Thresholds];
        var step = (0.95 - 0.5) / (Thresholds - 1);
        for (var t = 0; t < Thresholds; t++) values[t] = t == Thresholds - 1 ? 0.95 : (t * step) + 0.5;
        return values;
    }
}
