namespace Gannet.Datasets;

/// <summary>A data set, or one split of it: pictures with their objects.</summary>
public sealed record AnnotatedDataset
{
    /// <summary>Absolute path of the folder or file that was read.</summary>
    public required string Root { get; init; }

    /// <summary>The format it was read from.</summary>
    public required AnnotationFormat Format { get; init; }

    /// <summary>Class names; an annotation's label is an index into them.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The data set's own category numbers, one per class; 1 + index where it has none.</summary>
    public required IReadOnlyList<long> CategoryIds { get; init; }

    /// <summary>The pictures, in the order of the data set.</summary>
    public required IReadOnlyList<AnnotatedImage> Images { get; init; }

    /// <summary>Name of the split; null when all were read.</summary>
    public string? Split { get; init; }

    /// <summary>The same data set with all objects in one class.</summary>
    /// <param name="name">Name of the class.</param>
    public AnnotatedDataset AsOneClass(string name) => this with
    {
        Classes = [name],
        CategoryIds = [1],
        Images = [.. Images.Select(static p => p with { Annotations = [.. p.Annotations.Select(static a => a with { Label = 0 })] })],
    };

    /// <summary>Total number of annotations.</summary>
    public int CountAnnotations()
    {
        var count = 0;
        foreach (var picture in Images) count += picture.Annotations.Count;
        return count;
    }

    /// <summary>Total number of annotations that have an outline.</summary>
    public int CountOutlines() => Images.Sum(static picture => picture.Annotations.Count(static a => a.Segmentation is not null));
}
