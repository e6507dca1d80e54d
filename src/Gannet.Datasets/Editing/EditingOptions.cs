namespace Gannet.Datasets.Editing;

/// <summary>How a data set is opened for editing.</summary>
public sealed record EditingOptions
{
    /// <summary>Format of a folder that has no annotations yet; null for VOC beside the pictures. An existing data set keeps its own.</summary>
    public AnnotationFormat? Format { get; init; }

    /// <summary>Classes to add where the data set lacks them.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The split whose pictures are edited; null for all.</summary>
    public string? Split { get; init; }

    /// <summary>Folder of the pictures; null for the format's usual folders. COCO only.</summary>
    public string? ImagesFolder { get; init; }
}
