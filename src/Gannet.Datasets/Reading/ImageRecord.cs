namespace Gannet.Datasets.Reading;

/// <summary>A picture as listed, with its annotations as written.</summary>
internal sealed class ImageRecord
{
    public required string FileName { get; init; }

    public required string Path { get; init; }

    /// <summary>The file that holds the annotations, for problem reports.</summary>
    public required string AnnotationFile { get; init; }

    /// <summary>Where the picture is listed in that file; null when the file is the picture's own.</summary>
    public string? Where { get; init; }

    public long? Id { get; set; }

    /// <summary>The picture's id, where the file uses a text.</summary>
    public string? TextId { get; init; }

    public int Width { get; set; }

    public int Height { get; set; }

    public List<AnnotationRecord> Annotations { get; init; } = [];
}
