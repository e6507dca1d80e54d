using Gannet.Masks;

namespace Gannet.Datasets;

/// <summary>One labelled object of a picture.</summary>
public sealed record Annotation
{
    /// <summary>Place in pixels.</summary>
    public required Box Box { get; init; }

    /// <summary>Place as the file states it, where it was read as it is written; null where <see cref="Box"/> says all there is.</summary>
    public WrittenBox? Written { get; init; }

    /// <summary>Index into <see cref="AnnotatedDataset.Classes"/>, 0-based.</summary>
    public required int Label { get; init; }

    /// <summary>Whether the box covers a crowd of objects (COCO); such a box is never trained on and forgives detections inside
    /// it.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether the object is too hard to count (VOC's <c>difficult</c>, COCO's <c>ignore</c>).</summary>
    public bool IsDifficult { get; init; }

    /// <summary>The area that the data set states, in square pixels (COCO: of the mask); null where it states none.</summary>
    public double? Area { get; init; }

    /// <summary>The data set's own number of the annotation; 0 where it has none.</summary>
    public long Id { get; init; }

    /// <summary>The outline, where the data set has one.</summary>
    public Segmentation? Segmentation { get; init; }

    /// <summary>The stated area, else the box's: what COCO's size ranges go by.</summary>
    public double EffectiveArea => Area ?? Place.Area;

    /// <summary>Place in double: as written, else as rounded.</summary>
    internal WrittenBox Place => Written ?? WrittenBox.Of(Box);
}
