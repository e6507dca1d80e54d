using Gannet.Datasets.Reading;

namespace Gannet.Datasets.LabelMe;

/// <summary>LabelMe: a JSON file beside each picture, in one folder or in folders named after splits.</summary>
internal sealed class LabelMeSource : DatasetSource
{
    private readonly SortedDictionary<string, List<string>> _files = new(StringComparer.Ordinal);

    private LabelMeSource(string root, IEnumerable<string> files)
        : base(root, AnnotationFormat.LabelMe)
    {
        foreach (var file in files)
        {
            var split = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : "";
            if (!_files.TryGetValue(split, out var list)) _files[split] = list = [];
            list.Add(file);
        }
    }

    public override IReadOnlyList<string> Splits => [.. _files.Keys.Where(static name => name.Length > 0)];

    public static LabelMeSource? TryFind(string root)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 2, MatchCasing = MatchCasing.CaseInsensitive };
        List<string> files = [.. Directory.EnumerateFiles(root, "*.json", options).Where(LabelMeFile.LooksLikeLabelMe).Order(StringComparer.Ordinal)];
        return files.Count == 0 ? null : new LabelMeSource(root, files);
    }

    public override void Read(string? split, DatasetBuilder builder)
    {
        var folders = new ImageFolders();
        builder.SuggestedClasses = ClassList.TryRead(Root);
        foreach (var (name, files) in _files)
        {
            if (split is not null && split != name) continue;
            builder.BeginSplit();
            foreach (var file in files) new LabelMeFile(file, Root, folders, builder).Read();
        }
    }
}
