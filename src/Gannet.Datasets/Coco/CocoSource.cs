using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Coco;

/// <summary>COCO JSON files: a single one, one per split under <c>annotations/</c>, or
/// <c>_annotations.coco.json</c> in split folders.</summary>
internal sealed class CocoSource(string root, IReadOnlyList<(string Split, string Path)> files, bool divided)
    : DatasetSource(root, AnnotationFormat.Coco)
{
    private const string RoboflowName = "_annotations.coco.json";

    // Annotation files for other tasks in the COCO download.
    private static readonly string[] s_otherTasks = ["captions_", "person_keypoints_", "image_info_", "stuff_", "panoptic_"];

    public override IReadOnlyList<string> Splits => divided ? [.. files.Select(static f => f.Split)] : [];

    /// <summary>The annotation files, with the names of their splits.</summary>
    public IReadOnlyList<(string Split, string Path)> Files => files;

    public static CocoSource FromFile(string path) => new(path, [(SplitName(path), path)], divided: false);

    public static CocoSource? TryFind(string root)
    {
        if (FolderNames.Child(root, "annotations") is { } annotations && Json(annotations) is { Count: > 0 } files)
            return new(root, files, IsDivided(files));

        var folders = new[] { root }.Concat(Directory.EnumerateDirectories(root).Order(StringComparer.Ordinal));
        var besides = folders.Select(folder => Path.Combine(folder, RoboflowName)).Where(File.Exists)
            .Select(path => (Path.GetFileName(Path.GetDirectoryName(path)!), path)).ToList();
        if (besides.Count > 0) return new(root, besides, divided: true);

        return Json(root) is { Count: > 0 } inRoot ? new(root, inRoot, IsDivided(inRoot)) : null;
    }

    // A single file that is not named after a split is the whole data set.
    private static bool IsDivided(List<(string Split, string Path)> files) =>
        files is not [("instances" or "annotations" or "coco" or "labels", _)];

    public override void Read(string? split, DatasetBuilder builder)
    {
        foreach (var (name, path) in files)
        {
            if (split is not null && split != name) continue;
            builder.BeginSplit();
            new CocoFile(path, ImageFolders(name, path, builder.Options.ImagesFolder), builder).Read();
        }
    }

    /// <summary>Where the pictures of an annotation file may be, most likely first.</summary>
    public List<string> ImageFolders(string split, string path, string? given)
    {
        if (given is not null) return [Path.GetFullPath(given), Path.Combine(Path.GetFullPath(given), split)];

        var beside = Path.GetDirectoryName(path)!;
        var parent = Path.GetDirectoryName(beside) ?? beside;
        string[] bases = Path.GetFileName(beside).Equals("annotations", StringComparison.OrdinalIgnoreCase)
            ? [parent, beside]
            : [beside, Directory.Exists(Root) ? Root : beside];
        return [.. bases.SelectMany(b => new[] { Path.Combine(b, "images", split), Path.Combine(b, split), Path.Combine(b, "images"), b }).Distinct().Where(Directory.Exists)];
    }

    private static List<(string, string)> Json(string folder)
    {
        var all = Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .Where(path => !s_otherTasks.Any(prefix => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)))
            .ToList();
        var instances = all.FindAll(static path => Path.GetFileName(path).StartsWith("instances", StringComparison.Ordinal));
        return [.. (instances.Count > 0 ? instances : all.FindAll(LooksLikeCoco)).Select(static path => (SplitName(path), path))];
    }

    private static string SplitName(string path)
    {
        var stem = Path.GetFileNameWithoutExtension(path);
        return stem.StartsWith("instances_", StringComparison.Ordinal) ? stem["instances_".Length..] : stem;
    }

    // A folder may also hold results and settings as JSON; a COCO file names at least one of its lists.
    private static bool LooksLikeCoco(string path)
    {
        // Label Studio's notes beside a YOLO export also list categories.
        if (Path.GetFileName(path) == "notes.json") return false;
        using var stream = RegularFile.OpenRead(path);
        var head = new byte[Math.Min(stream.Length, 1 << 16)];
        stream.ReadExactly(head);
        return head.AsSpan().IndexOf("\"images\""u8) >= 0 || head.AsSpan().IndexOf("\"annotations\""u8) >= 0
            || head.AsSpan().IndexOf("\"categories\""u8) >= 0;
    }
}
