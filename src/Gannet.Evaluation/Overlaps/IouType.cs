namespace Gannet.Evaluation.Overlaps;

/// <summary>The shapes of a detection and an object whose overlap is compared.</summary>
public enum IouType
{
    /// <summary>Their boxes; pycocotools' <c>bbox</c>.</summary>
    Boxes,

    /// <summary>Their masks; pycocotools' <c>segm</c>.</summary>
    Masks,
}
