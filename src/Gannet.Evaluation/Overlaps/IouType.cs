namespace Gannet.Evaluation.Overlaps;

/// <summary>What decides how well a detection and an object agree.</summary>
public enum IouType
{
    /// <summary>Their boxes; pycocotools' <c>bbox</c>.</summary>
    Boxes,

    /// <summary>Their masks; pycocotools' <c>segm</c>.</summary>
    Masks,
}
