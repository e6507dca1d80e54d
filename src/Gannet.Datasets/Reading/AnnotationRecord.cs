using Gannet.Masks;

namespace Gannet.Datasets.Reading;

/// <summary>An annotation as written: the class by name, the corners in double, and its position in the file.</summary>
internal sealed class AnnotationRecord
{
    public required string ClassName { get; init; }

    public required double X1 { get; init; }

    public required double Y1 { get; init; }

    public required double X2 { get; init; }

    public required double Y2 { get; init; }

    /// <summary>The box as written, where the file states a corner and a size: computing the size from corners would round it.</summary>
    public WrittenBox? Written { get; init; }

    public bool IsCrowd { get; init; }

    public bool IsDifficult { get; init; }

    public double? Area { get; init; }

    public long Id { get; init; }

    public Segmentation? Segmentation { get; init; }

    /// <summary>Line in the annotation file, or 0 where <see cref="Index"/> is used instead.</summary>
    public int Line { get; init; }

    /// <summary>Index in COCO's <c>annotations</c>.</summary>
    public int Index { get; init; }

    // Built only when there is a problem: a data set can have millions of records but few problems.
    public string Where => Line > 0 ? $"line {Line}" : $"annotations[{Index}] (id {Id})";
}
