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
