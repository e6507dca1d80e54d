using Gannet.Masks;

namespace Gannet.Datasets.Reading;

/// <summary>An annotation as written: the class by name, the corners in double, and where it stands.</summary>
internal sealed class AnnotationRecord
{
    public required string ClassName { get; init; }

    public required double X1 { get; init; }

    public required double Y1 { get; init; }

    public required double X2 { get; init; }

    public required double Y2 { get; init; }

    /// <summary>The box as written, where the file states a corner and a size: adding and subtracting would round.</summary>
    public WrittenBox? Written { get; init; }

    public bool IsCrowd { get; init; }

    public bool IsDifficult { get; init; }

    public double? Area { get; init; }

    public long Id { get; init; }

    public Segmentation? Segmentation { get; init; }

    /// <summary>Line in the annotation file, or 0 where records are counted instead.</summary>
    public int Line { get; init; }

    /// <summary>Place in COCO's <c>annotations</c>.</summary>
    public int Index { get; init; }

    // Composed only when there is a problem: a data set has millions of records and few problems.
    public string Where => Line > 0 ? $"line {Line}" : $"annotations[{Index}] (id {Id})";
}
