using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Yolo;

/// <summary>YOLO without a <c>data.yaml</c>: LabelImg's and Label Studio's <c>classes.txt</c>, and CVAT's <c>obj.data</c>.</summary>
internal static class YoloLayouts
{
    private const string DarknetFile = "obj.data";

    // CVAT writes file paths as on its server.
    private const string DarknetFolder = "data/";

    private static readonly string[] s_splits = ["train", "val", "valid", "test"];

    /// <summary>What a <c>data.yaml</c> would say, or null when the folder has none of these layouts.</summary>
    public static YoloYaml? TryFind(string root)
    {
        if (File.Exists(Path.Combine(root, DarknetFile))) return Darknet(root);
        var classes = Path.Combine(root, ClassList.FileName);
        if (!File.Exists(classes)) return null;
        if (FolderNames.Child(root, "images") is { } images && FolderNames.Child(root, "labels") is { } labels && LabelFiles(labels).Any())
            return new YoloYaml(classes, root, Names(classes), Divide(images)) { NamesFile = classes };
        return HasLabelBeside(root) ? new YoloYaml(classes, root, Names(classes), [("", [root])]) { NamesFile = classes } : null;
    }

    /// <summary>The path of the picture on a line of a list.</summary>
    public static string Listed(string folder, string line)
    {
        line = Separators.Understood(folder, line);
        var path = Path.GetFullPath(Path.Combine(folder, line));
        if (File.Exists(path) || !line.StartsWith(DarknetFolder, StringComparison.Ordinal)) return path;
        return Path.GetFullPath(Path.Combine(folder, line[DarknetFolder.Length..]));
    }

    /// <summary>The text files below a folder of labels.</summary>
    public static IEnumerable<string> LabelFiles(string folder) => FolderWalk.Files(folder).Where(static f => f.EndsWith(".txt", StringComparison.Ordinal));

    private static YoloYaml Darknet(string root)
    {
        var path = Path.Combine(root, DarknetFile);
        var entries = RegularFile.ReadLines(path).Select(static line => line.Split('=', 2)).Where(static pair => pair.Length == 2)
            .GroupBy(static pair => pair[0].Trim(), StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, static group => group.First()[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var names = Listed(root, entries.GetValueOrDefault("names") ?? "obj.names");
        if (!File.Exists(names)) throw new FileNotFoundException($"{path}: the list of classes '{names}' does not exist; fix 'names'.");
        List<(string, IReadOnlyList<string>)> splits = [.. s_splits.Where(entries.ContainsKey).Select(name => (name, (IReadOnlyList<string>)[Listed(root, entries[name])]))];
        if (splits.Count == 0) throw new InvalidDataException($"{path}: train, valid or test must say where the pictures are.");
        return new YoloYaml(path, root, Names(names), splits) { NamesFile = names };
    }

    private static List<string> Names(string path)
    {
        List<string> names = [.. RegularFile.ReadLines(path).Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        if (names.Count == 0) throw new InvalidDataException($"{path}: the list of classes is empty; write one name per line.");
        return names.Distinct(StringComparer.Ordinal).Count() == names.Count ? names
            : throw new InvalidDataException($"{path}: the same class is listed twice; label files refer to classes by line number.");
    }

    // Folders named after splits are splits.
    private static List<(string, IReadOnlyList<string>)> Divide(string images)
    {
        var splits = s_splits.Select(name => (Name: name, Folder: FolderNames.Child(images, name))).Where(static s => s.Folder is not null)
            .Select(static s => (s.Name, (IReadOnlyList<string>)[s.Folder!])).ToList();
        return splits.Count > 0 ? splits : [("", [images])];
    }

    private static bool HasLabelBeside(string root) =>
        Directory.EnumerateFiles(root).Any(static path => ImageFolders.IsImage(path) && File.Exists(Path.ChangeExtension(path, ".txt")));
}
