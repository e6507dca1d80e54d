namespace Gannet.Datasets.Reading;

/// <summary>A data set found on disk: its format, its splits, and how to read one.</summary>
internal abstract class DatasetSource(string root, AnnotationFormat format)
{
    public string Root => root;

    public AnnotationFormat Format => format;

    /// <summary>Names of the splits in the order of the data set; empty when it has none.</summary>
    public abstract IReadOnlyList<string> Splits { get; }

    /// <summary>Adds the pictures of a split, one of <see cref="Splits"/>, or of the whole data set when it is null.</summary>
    public abstract void Read(string? split, DatasetBuilder builder);

    /// <summary>The data set's own name for a split: the one asked for, otherwise another common spelling (<c>val</c>, <c>valid</c>,
    /// <c>val2017</c>).</summary>
    public string ResolveSplit(string asked)
    {
        if (Splits.FirstOrDefault(name => name.Equals(asked, StringComparison.OrdinalIgnoreCase)) is { } same) return same;

        string[] spellings = asked.ToLowerInvariant() is "val" or "valid" or "validation" ? ["val", "valid", "validation"] : [asked];
        var close = Splits.Where(
            name => spellings.Contains(name.TrimEnd("0123456789".ToCharArray()), StringComparer.OrdinalIgnoreCase)).ToList();
        if (close is [var only]) return only;

        var have = Splits.Count == 0 ? "it has no splits" : "it has " + string.Join(", ", Splits);
        throw new InvalidDataException($"{Root}: there is no split '{asked}'; {have}.");
    }
}
