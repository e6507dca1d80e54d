namespace Gannet.Datasets.Reading;

/// <summary>Which part of a data set to read, and how.</summary>
public sealed record DatasetReadOptions
{
    /// <summary>Name of the split to read; null, the default, reads all.</summary>
    public string? Split { get; init; }

    /// <summary>Folder of the pictures; null, the default, searches the format's usual folders.</summary>
    public string? ImagesFolder { get; init; }

    /// <summary>Whether a problem is an error. Default false: problems are listed and the rest is used.</summary>
    public bool Strict { get; init; }

    /// <summary>The classes and their order, so that a validation split can use the training order; null uses the data set's own.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Whether missing pictures are left out. Default true; set false when no picture will be opened.</summary>
    /// <remarks>When false, COCO pictures are identified by id alone, as in pycocotools: a name may be missing or repeated, and
    /// categories with the same name stay separate.</remarks>
    public bool RequireImages { get; init; } = true;

    /// <summary>Whether boxes are clipped to their picture and empty ones left out. Default true; false keeps them as written, in double
    /// (<see cref="Annotation.Written"/>), as pycocotools does.</summary>
    public bool ClipBoxes { get; init; } = true;
}
