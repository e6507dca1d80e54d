using Gannet.Evaluation.Overlaps;

namespace Gannet.Evaluation.Coco;

/// <summary>What an evaluation by COCO's rules compares, and where it may differ from pycocotools.</summary>
public sealed record CocoEvaluationOptions
{
    /// <summary>Whether objects marked as difficult count neither for nor against, as crowds do. Default false, as pycocotools has
    /// it.</summary>
    public bool IgnoreDifficult { get; init; }

    /// <summary>What decides how well a detection and an object agree. Default: their boxes.</summary>
    public IouType Overlap { get; init; }
}
