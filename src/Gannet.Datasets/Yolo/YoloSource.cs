using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Yolo;

/// <summary>YOLO: a <c>data.yaml</c> that names classes and splits, and one text file per picture.</summary>
internal sealed class YoloSource : DatasetSource
{
    private readonly YoloYaml _yaml;

    private YoloSource(string root, YoloYaml yaml)
        : base(root, AnnotationFormat.Yolo) => _yaml = yaml;

    /// <summary>The classes, and where the pictures of each split are.</summary>
    public YoloYaml Layout => _yaml;

    public override IReadOnlyList<string> Splits => [.. _yaml.Splits.Select(static s => s.Name).Where(static name => name.Length > 0)];

    public static YoloSource FromFile(string path) => new(path, YoloYaml.Read(path));

    public static YoloSource? TryFind(string root)
    {
        var files = Directory.EnumerateFiles(root).Where(static f => Path.GetExtension(f) is ".yaml" or ".yml")
            .Order(StringComparer.Ordinal).ToList();
        var named = files.Find(static f => Path.GetFileNameWithoutExtension(f) is "data" or "dataset");
        if (named is null && files is [var only] && RegularFile.ReadLines(only).Any(static line => line.StartsWith("names:", StringComparison.Ordinal)))
            named = only;
        if (named is not null) return new YoloSource(root, YoloYaml.Read(named));
        return YoloLayouts.TryFind(root) is { } layout ? new YoloSource(root, layout) : null;
    }

    public override void Read(string? split, DatasetBuilder builder)
    {
        for (var i = 0; i < _yaml.Classes.Count; i++) builder.DeclareClass(_yaml.Classes[i], i + 1);
        foreach (var (name, places) in _yaml.Splits)
        {
            if (split is not null && split != name) continue;
            builder.BeginSplit();
            foreach (var place in places) ReadPlace(_yaml.Resolve(place), builder);
        }
    }

    private void ReadPlace(string place, DatasetBuilder builder)
    {
        if (File.Exists(place))
        {
            var folder = Path.GetDirectoryName(place)!;
            foreach (var line in RegularFile.ReadLines(place).Select(static l => l.Trim()).Where(static l => l.Length > 0))
            {
                if (ImageFolders.IsName(line)) Add(YoloLayouts.Listed(folder, line), folder, builder);
                else builder.Report(DataProblemKind.Malformed, place, null, "a line contains a NUL character, which file names cannot contain", "left out", true);
            }

            return;
        }

        if (!Directory.Exists(place))
            throw new DirectoryNotFoundException(
                $"{_yaml.Path}: the pictures' folder '{place}' does not exist; fix 'path' or the split's entry.");
        foreach (var picture in ImageFolders.AllUnder(place)) Add(picture, place, builder);
        ReportLonelyLabels(place, builder);
    }

    private void Add(string picture, string folder, DatasetBuilder builder)
    {
        var labels = LabelFile(picture);
        var record = new ImageRecord
        {
            FileName = Path.GetRelativePath(folder, picture).Replace('\\', '/'),
            Path = picture,
            AnnotationFile = File.Exists(labels) ? labels : _yaml.Path,
        };

        // In this format, a picture without a label file is a negative.
        if (File.Exists(labels) && HeaderSize.TryRead(picture) is var (width, height))
        {
            (record.Width, record.Height) = (width, height);
            new YoloLabelFile(labels, _yaml.Classes, builder).Read(record);
        }
        else if (File.Exists(labels) && File.Exists(picture))
        {
            builder.Report(
                DataProblemKind.UnreadablePicture, picture, null, "its size cannot be read, so its labels cannot be used", "left out", true);
            return;
        }

        builder.Add(record);
    }

    private static void ReportLonelyLabels(string place, DatasetBuilder builder)
    {
        var labels = Path.GetDirectoryName(LabelFile(Path.Combine(place, "x.jpg")))!;
        if (labels == place || !Directory.Exists(labels)) return;
        var folders = new ImageFolders();
        foreach (var file in YoloLayouts.LabelFiles(labels).Order(StringComparer.Ordinal))
        {
            var relative = Path.GetDirectoryName(Path.GetRelativePath(labels, file))!;
            if (Path.GetFileName(file) == ClassList.FileName || folders.FindByStem(Path.Combine(place, relative), Path.GetFileNameWithoutExtension(file)) is not null)
                continue;
            builder.Report(DataProblemKind.MissingPicture, file, null, "there is no picture with this name", "left out", true);
        }
    }

    /// <summary>The label file of a picture: the last folder <c>images</c> in its path becomes <c>labels</c>.</summary>
    public static string LabelFile(string picture)
    {
        var stem = Path.ChangeExtension(picture, ".txt");
        var marker = $"{Path.DirectorySeparatorChar}images{Path.DirectorySeparatorChar}";
        var at = stem.LastIndexOf(marker, StringComparison.Ordinal);
        return at < 0
            ? stem
            : $"{stem[..at]}{Path.DirectorySeparatorChar}labels{Path.DirectorySeparatorChar}{stem[(at + marker.Length)..]}";
    }
}
