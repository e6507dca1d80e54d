using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Csv;

/// <summary>CSV files with one row per box: a single file, or one per split (<c>train_labels.csv</c>).</summary>
internal sealed class CsvSource(string root, IReadOnlyList<(string Split, string Path)> files, bool divided)
    : DatasetSource(root, AnnotationFormat.Csv)
{
    private const string RoboflowName = "_annotations.csv";

    public override IReadOnlyList<string> Splits => divided ? [.. files.Select(static f => f.Split)] : [];

    public static CsvSource FromFile(string path) => new(path, [(SplitName(path), path)], divided: false);

    public static CsvSource? TryFind(string root)
    {
        // Roboflow's layout: one file in each split's folder.
        var besides = Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal).Select(static folder => Path.Combine(folder, RoboflowName))
            .Where(File.Exists).Select(static path => (Path.GetFileName(Path.GetDirectoryName(path)!), path)).ToList();
        if (besides.Count > 0) return new CsvSource(root, besides, divided: true);
        var found = Directory.EnumerateFiles(root, "*.csv").Where(CsvFile.LooksLikeBoxes).Order(StringComparer.Ordinal)
            .Select(static path => (SplitName(path), path)).ToList();
        return found.Count == 0 ? null : new CsvSource(root, found, divided: found is not [("labels" or "annotations" or "_annotations", _)]);
    }

    public override void Read(string? split, DatasetBuilder builder)
    {
        foreach (var (name, path) in files)
        {
            if (split is not null && split != name) continue;
            builder.BeginSplit();
            var beside = Path.GetDirectoryName(path)!;
            builder.SuggestedClasses ??= ClassList.TryRead(beside);
            string[] places = builder.Options.ImagesFolder is { } given
                ? [Path.GetFullPath(given)]
                : [.. new[] { Path.Combine(beside, "images", name), Path.Combine(beside, name), beside, Path.Combine(beside, "images") }.Where(Directory.Exists)];
            new CsvFile(path, places, builder).Read();
        }
    }

    private static string SplitName(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        foreach (var suffix in new[] { "_labels", "_annotations" })
        {
            if (stem.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && stem.Length > suffix.Length) return stem[..^suffix.Length];
        }

        return stem;
    }
}
