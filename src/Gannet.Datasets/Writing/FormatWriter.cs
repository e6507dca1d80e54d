namespace Gannet.Datasets.Writing;

/// <summary>Writes one format, and counts what the format cannot store.</summary>
internal abstract class FormatWriter(string root)
{
    private readonly SortedDictionary<string, int> _losses = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Losses => [.. _losses.Select(static loss => $"{loss.Value} {loss.Key}")];

    protected string Root => root;

    public abstract void Write(IReadOnlyList<AnnotatedDataset> splits, ImagePlacer placer);

    protected void Lose(string what) => _losses[what] = _losses.GetValueOrDefault(what) + 1;

    /// <summary>The picture's name without its split's folder, which the new layout adds.</summary>
    protected static string NameInSplit(AnnotatedImage picture, string? split) =>
        split is not null && picture.FileName.StartsWith(split + "/", StringComparison.Ordinal)
            ? picture.FileName[(split.Length + 1)..]
            : picture.FileName;
}
