using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Statistics;
using Gannet.Evaluation.Doubts;

namespace Gannet.Pages.DataSets;

/// <summary>What is known about a data set; what was not looked at is null.</summary>
/// <param name="Dataset">The data set.</param>
/// <param name="Statistics">Its numbers.</param>
public sealed record DataReport(AnnotatedDataset Dataset, DatasetStatistics Statistics)
{
    /// <summary>The splits and how many pictures each has; empty if the data set has none.</summary>
    public IReadOnlyList<(string Name, int Pictures)> Splits { get; init; } = [];

    /// <summary>Splits that share pictures though a score needs them apart.</summary>
    public IReadOnlyList<DataProblem> Shared { get; init; } = [];

    /// <summary>Boxes that coincide with a box of another class.</summary>
    public IReadOnlyList<CoincidingPair> Coinciding { get; init; } = [];

    /// <summary>Pictures that look nearly the same; null if no picture was opened.</summary>
    public IReadOnlyList<SimilarPictures>? Similar { get; init; }

    /// <summary>Number of pictures that could not be compared because they cannot be read.</summary>
    public int Unreadable { get; init; }

    /// <summary>How the objects fit a detector's input and anchors.</summary>
    public InputFit? Fit { get; init; }

    /// <summary>Labels that a model contradicts.</summary>
    public DoubtReport? Doubts { get; init; }
}

/// <summary>Two pictures that look nearly the same.</summary>
/// <param name="First">Name of the earlier one.</param>
/// <param name="Second">Name of the later one.</param>
/// <param name="Distance">Bits in which their hashes differ.</param>
/// <param name="Apart">Two splits that they are in though a score needs these apart, such as <c>train</c> and <c>val</c>; null if none.</param>
public sealed record SimilarPictures(string First, string Second, int Distance, (string First, string Second)? Apart);

/// <summary>Labels to doubt.</summary>
/// <param name="Model">The model's file.</param>
/// <param name="Dataset">The pictures that it looked at.</param>
/// <param name="Doubts">All labels and all objects without one, most doubtful first.</param>
public sealed record DoubtReport(string Model, AnnotatedDataset Dataset, IReadOnlyList<LabelDoubt> Doubts)
{
    /// <summary>Pictures of the first doubts, as JPEG files; null where there is none.</summary>
    public IReadOnlyList<byte[]?> Pictures { get; init; } = [];

    /// <summary>Name of the doubt's picture.</summary>
    /// <param name="doubt">One of <see cref="Doubts"/>.</param>
    public string FileName(LabelDoubt doubt) => Dataset.Images[(doubt ?? throw new ArgumentNullException(nameof(doubt))).Picture].FileName;

    /// <summary>What may be wrong, such as <c>labelled cat, looks like dog 97%</c>.</summary>
    /// <param name="doubt">One of <see cref="Doubts"/>.</param>
    public string Describe(LabelDoubt doubt)
    {
        ArgumentNullException.ThrowIfNull(doubt);
        var seen = doubt.Seen is { } d ? $"{NameOf(d.Label)} {Math.Round(d.Score * 100)}%" : "";
        var label = doubt.Annotation is { } k ? NameOf(Dataset.Images[doubt.Picture].Annotations[k].Label) : "";
        return doubt.Kind switch
        {
            DoubtKind.Missing => $"no label, looks like {seen}",
            DoubtKind.WrongClass => $"labelled {label}, looks like {seen}",
            DoubtKind.BadlyPlaced => $"{label}: box beside {seen}",
            _ => $"labelled {label}, looks like nothing",
        };
    }

    private string NameOf(int label) => label < Dataset.Classes.Count ? Dataset.Classes[label] : $"class {label}";
}
