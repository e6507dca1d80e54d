namespace Gannet.Vision.Evaluation;

/// <summary>Where an evaluation by COCO's rules may differ from pycocotools.</summary>
public sealed record CocoEvaluationOptions
{
    /// <summary>Whether objects marked as difficult count neither for nor against, as crowds do. Default false, as pycocotools has
    /// it.</summary>
    public bool IgnoreDifficult { get; init; }
}
