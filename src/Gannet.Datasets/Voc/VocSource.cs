using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Voc;

/// <summary>Pascal VOC: the VOC folders, or XML beside the pictures as LabelImg writes it.</summary>
internal sealed class VocSource : DatasetSource
{
    private static readonly string[] s_xmlFolders = ["Annotations", "annots", "annotation", "xmls", "xml"];

    private readonly string? _annotations;
    private readonly string? _pictures;
    private readonly string? _sets;
    private readonly Dictionary<string, List<string>> _besides = new(StringComparer.Ordinal);

    private VocSource(string root, string? annotations, string? pictures, string? sets)
        : base(root, AnnotationFormat.Voc)
    {
        (_annotations, _pictures, _sets) = (annotations, pictures, sets);
        Splits = sets is null
            ? []
            : [.. Directory.EnumerateFiles(sets, "*.txt").Where(IsSplitList).Select(Path.GetFileNameWithoutExtension).OfType<string>().Order(StringComparer.Ordinal)];
    }

    private VocSource(string root, List<string> files)
        : base(root, AnnotationFormat.Voc)
    {
        foreach (var file in files)
        {
            var split = FirstFolder(root, file) ?? "";
            if (!_besides.TryGetValue(split, out var list)) _besides[split] = list = [];
            list.Add(file);
        }

        Splits = [.. _besides.Keys.Where(static name => name.Length > 0).Order(StringComparer.Ordinal)];
    }

    public override IReadOnlyList<string> Splits { get; }

    /// <summary>The folder of the XML files; null when they are beside the pictures.</summary>
    public string? AnnotationFolder => _annotations;

    /// <summary>The folder of the pictures; null when there is none of the usual name.</summary>
    public string? PictureFolder => _pictures;

    /// <summary>The names without extension that a split lists; empty when the XML files are beside the pictures.</summary>
    public IEnumerable<string> Listed(string split) => _sets is null ? [] : VocSplitList.Read(Path.Combine(_sets, split + ".txt"));

    public static VocSource? TryFind(string root)
    {
        var folders = s_xmlFolders.Select(name => FolderNames.Child(root, name));
        if (folders.OfType<string>().FirstOrDefault(static folder => Directory.EnumerateFiles(folder, "*.xml").Any()) is { } annotations)
        {
            var pictures = FolderNames.Child(root, "JPEGImages") ?? FolderNames.Child(root, "images");
            var sets = FolderNames.Child(root, "ImageSets") is { } folder ? FolderNames.Child(folder, "Main") ?? folder : null;
            return new VocSource(root, annotations, pictures, sets);
        }

        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 4, MatchCasing = MatchCasing.CaseInsensitive };
        List<string> files = [.. Directory.EnumerateFiles(root, "*.xml", options).Where(VocFile.LooksLikeVoc).Order(StringComparer.Ordinal)];
        return files.Count == 0 ? null : new VocSource(root, files);
    }

    public override void Read(string? split, DatasetBuilder builder)
    {
        builder.BeginSplit();
        builder.SuggestedClasses = ClassList.TryRead(Root);
        var folders = new ImageFolders();
        if (_annotations is null)
        {
            foreach (var file in split is null ? _besides.Values.SelectMany(static list => list) : _besides[split])
                ReadBeside(file, folders, builder);
            ReportUnmarked(split, builder);
            return;
        }

        foreach (var stem in split is null ? AllStems() : VocSplitList.Read(Path.Combine(_sets!, split + ".txt")))
        {
            ReadInFolders(stem, folders, builder);
        }
    }

    private IEnumerable<string> AllStems() => Directory.EnumerateFiles(_annotations!, "*.xml")
        .Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension).OfType<string>();

    private void ReadInFolders(string stem, ImageFolders folders, DatasetBuilder builder)
    {
        var file = Path.Combine(_annotations!, stem + ".xml");
        if (!File.Exists(file))
        {
            builder.Report(
                DataProblemKind.MissingAnnotations, file, null, "a split names this file, but it does not exist",
                "left out; an XML without objects marks a picture without objects", true);
            return;
        }

        var places = new[] { builder.Options.ImagesFolder, _pictures, _annotations, Root }.OfType<string>().ToList();
        if (new VocFile(file, builder).Read() is { } voc) builder.Add(voc.Locate(folders, places, places[0]));
    }

    private void ReadBeside(string file, ImageFolders folders, DatasetBuilder builder)
    {
        var places = new[] { builder.Options.ImagesFolder, Path.GetDirectoryName(file) }.OfType<string>().ToList();
        if (new VocFile(file, builder).Read() is { } voc) builder.Add(voc.Locate(folders, places, Root));
    }

    // A picture without XML beside annotated ones may have been forgotten; it is reported instead of becoming a negative.
    private void ReportUnmarked(string? split, DatasetBuilder builder)
    {
        var files = _besides.Where(pair => split is null || pair.Key == split).SelectMany(static pair => pair.Value).ToList();
        var marked = files.Select(static file => file[..^4]).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in files.Select(Path.GetDirectoryName).OfType<string>().Distinct().Order(StringComparer.Ordinal))
        {
            foreach (var picture in Directory.EnumerateFiles(folder).Where(ImageFolders.IsImage).Order(StringComparer.Ordinal))
            {
                if (marked.Contains(picture) || marked.Contains(picture[..^Path.GetExtension(picture).Length])) continue;
                builder.Report(
                    DataProblemKind.MissingAnnotations, picture, null, "the picture has no XML beside it",
                    "left out; an XML without objects marks a picture without objects", true);
            }
        }
    }

    // VOC also has a list per class: 'aeroplane_train.txt' is not a split.
    private static bool IsSplitList(string path) =>
        !RegularFile.ReadLines(path).Take(1).Any(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, "1" or "-1" or "0"]);

    private static string? FirstFolder(string root, string file) =>
        Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is [var first, _, ..] ? first : null;
}
