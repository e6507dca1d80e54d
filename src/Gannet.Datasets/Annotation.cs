using Gannet.Masks;

namespace Gannet.Datasets;

/// <summary>One labelled object in a picture.</summary>
public sealed record Annotation
{
    /// <summary>Position in pixels.</summary>
    public required Box Box { get; init; }

    /// <summary>The box exactly as the file states it, where it was kept unrounded; null where <see cref="Box"/> is exact.</summary>
    public WrittenBox? Written { get; init; }

    /// <summary>Index into <see cref="AnnotatedDataset.Classes"/>, 0-based.</summary>
    public required int Label { get; init; }

    /// <summary>Whether the box covers a crowd of objects (COCO). Crowds are never trained on, and detections inside one are not
    /// counted as errors.</summary>
    public bool IsCrowd { get; init; }

    /// <summary>Whether the object is too hard to count (VOC's <c>difficult</c>, COCO's <c>ignore</c>).</summary>
    public bool IsDifficult { get; init; }

    /// <summary>The area that the data set states, in square pixels (COCO: of the mask); null where it states none.</summary>
    public double? Area { get; init; }

    /// <summary>The data set's own number for the annotation; 0 where it has none.</summary>
    public long Id { get; init; }

    /// <summary>The outline, where the data set has one.</summary>
    public Segmentation? Segmentation { get; init; }

    /// <summary>The stated area, otherwise the area of the box. COCO's size ranges use it.</summary>
    public double EffectiveArea => Area ?? Place.Area;

    /// <summary>The box in double precision: as written, otherwise converted from the rounded one.</summary>
    internal WrittenBox Place => Written ?? WrittenBox.Of(Box);
}
