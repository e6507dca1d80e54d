namespace Gannet.Datasets.Reading;

/// <summary>What to read of a data set, and how.</summary>
public sealed record DatasetReadOptions
{
    /// <summary>Name of the split to read; null, the default, reads all.</summary>
    public string? Split { get; init; }

    /// <summary>Folder of the pictures; null, the default, looks in the places that the format is known to use.</summary>
    public string? ImagesFolder { get; init; }

    /// <summary>Whether any problem is an error. Default false: problems are listed and the rest is used.</summary>
    public bool Strict { get; init; }

    /// <summary>The classes and their order, so that a validation split gets the training order; null takes the data set's own.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Whether a picture that is not there is left out. Default true; false where no picture will be opened.</summary>
    /// <remarks>Without pictures COCO's go by their ids alone, as in pycocotools: a name may be missing or repeated, and categories of one name
    /// stay apart.</remarks>
    public bool RequireImages { get; init; } = true;

    /// <summary>Whether boxes are cut to their picture and empty ones left out. Default true; false keeps them as written, in double
    /// (<see cref="Annotation.Written"/>), as pycocotools does.</summary>
    public bool ClipBoxes { get; init; } = true;
}
