namespace Gannet.Datasets;

/// <summary>A picture and the objects marked in it; one without objects is a valid negative.</summary>
public sealed record AnnotatedImage
{
    /// <summary>Name relative to the data set's picture folder, with forward slashes.</summary>
    public required string FileName { get; init; }

    /// <summary>Absolute path of the picture file.</summary>
    public required string Path { get; init; }

    /// <summary>The data set's own number for the picture; otherwise 1 + its index.</summary>
    public required long Id { get; init; }

    /// <summary>The picture's id where the data set uses a text; <see cref="Id"/> then follows the ordinal order of these texts.</summary>
    public string? TextId { get; init; }

    /// <summary>Width in pixels; 0 when unknown until the picture is decoded.</summary>
    public int Width { get; init; }

    /// <summary>Height in pixels; 0 when unknown until the picture is decoded.</summary>
    public int Height { get; init; }

    /// <summary>Labels of the classes annotated in this picture's source; null when all classes of the data set are.</summary>
    public IReadOnlyList<int>? ActiveClasses { get; init; }

    /// <summary>The objects, in the order of the file.</summary>
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];
}
