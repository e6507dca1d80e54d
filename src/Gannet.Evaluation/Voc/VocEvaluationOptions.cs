namespace Gannet.Evaluation.Voc;

/// <summary>How an evaluation by VOC's rules is done.</summary>
public sealed record VocEvaluationOptions
{
    /// <summary>How the curve is averaged. Default <see cref="AveragePrecisionRule.Area"/>, VOC's own since 2010.</summary>
    public AveragePrecisionRule Rule { get; init; } = AveragePrecisionRule.Area;

    /// <summary>The lowest IoU that counts, in (0, 1]. Default .5, VOC's own.</summary>
    public double ThresholdIou { get; init; } = 0.5;

    /// <summary>Whether the overlap includes the pixel at the far edge. Default true, as in the VOC development kit and code derived from
    /// it.</summary>
    public bool InclusivePixels { get; init; } = true;
}
