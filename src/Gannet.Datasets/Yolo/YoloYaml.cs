using System.Globalization;
using Gannet.Datasets.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Gannet.Datasets.Yolo;

/// <summary>The content of a <c>data.yaml</c>: class names, splits and their folders.</summary>
internal sealed record YoloYaml(
    string Path, string Base, IReadOnlyList<string> Classes, IReadOnlyList<(string Name, IReadOnlyList<string> Places)> Splits)
{
    private const int MaxBytes = 4_000_000;
    private const int MaxDepth = 32;
    private static readonly string[] s_splits = ["train", "val", "valid", "test"];

    /// <summary>The file that lists the classes one per line; null where the YAML file has them.</summary>
    public string? NamesFile { get; init; }

    public static YoloYaml Read(string path)
    {
        var root = Load(path);
        var names = ReadClasses(path, root);
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var start = Text(root, "path") is { Length: > 0 } written && Separators.Understood(folder, written) is var given && Directory.Exists(System.IO.Path.Combine(folder, given))
            ? System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, given))
            : folder;
        var splits = new List<(string, IReadOnlyList<string>)>();
        foreach (var name in s_splits)
        {
            if (Places(root, name) is { Count: > 0 } places) splits.Add((name, places));
        }

        if (splits.Count == 0) throw new InvalidDataException($"{path}: train, val or test must say where the pictures are.");
        return new YoloYaml(path, start, names, splits);
    }

    /// <summary>The folder or list of a split. Exports that write <c>../train/images</c> for their own <c>train/images</c> are
    /// supported.</summary>
    public string Resolve(string place)
    {
        place = Separators.Understood(Base, place);
        var asked = System.IO.Path.GetFullPath(System.IO.Path.Combine(Base, place));
        if (System.IO.Path.Exists(asked)) return asked;
        var inside = System.IO.Path.GetFullPath(
            System.IO.Path.Combine(Base, place.Replace("../", "", StringComparison.Ordinal).TrimStart('/')));
        return System.IO.Path.Exists(inside) ? inside : asked;
    }

    /// <summary>The file as a tree; aliases and deep nesting are refused.</summary>
    public static YamlMappingNode Load(string path)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file.");
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path}: the file has more than {MaxBytes} bytes, too many for a data.yaml.");
        var text = RegularFile.ReadAllText(path);
        try
        {
            RefuseDeep(path, text);
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode root }, ..] ? root
                : throw new InvalidDataException($"{path}: this is not a data.yaml: it must be a map with names, train and val.");
        }
        catch (YamlException e)
        {
            throw new InvalidDataException(
                $"{path}, line {e.Start.Line}, column {e.Start.Column}: this is not valid YAML: {e.Message.ReplaceLineEndings(" ")}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // Thrown by the scanner for a list not closed before the next key, by the reader for an event that is no value; neither says where.
            throw new InvalidDataException($"{path}: this is not valid YAML; is there a [ or {{ that is not closed?", e);
        }
    }

    // Building the tree recurses, so the nesting is checked on the flat event stream first.
    private static void RefuseDeep(string path, string text)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current switch { MappingStart or SequenceStart => 1, MappingEnd or SequenceEnd => -1, _ => 0 };
            if (depth > MaxDepth)
                throw new InvalidDataException($"{path}, line {parser.Current!.Start.Line}: nested more than {MaxDepth} levels deep.");
            if (parser.Current is AnchorAlias)
                throw new InvalidDataException($"{path}, line {parser.Current.Start.Line}: aliases are not supported in a data.yaml.");
        }
    }

    private static List<string> ReadClasses(string path, YamlMappingNode root)
    {
        var names = Child(root, "names") switch
        {
            YamlSequenceNode list => list.Children.Select(Scalar).ToList(),
            YamlMappingNode map => FromMap(path, map),
            _ => throw new InvalidDataException($"{path}: 'names' must list the classes."),
        };
        if (names.Find(string.IsNullOrWhiteSpace) is not null || names.Count == 0)
            throw new InvalidDataException($"{path}: 'names' has an empty class name.");
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw new InvalidDataException($"{path}: 'names' has the same class twice.");
        return names;
    }

    private static List<string> FromMap(string path, YamlMappingNode map)
    {
        var byIndex = new SortedDictionary<int, string>();
        foreach (var (key, value) in map.Children)
        {
            if (!int.TryParse(Scalar(key), NumberStyles.None, CultureInfo.InvariantCulture, out var index) || !byIndex.TryAdd(index, Scalar(value)))
            {
                throw new InvalidDataException($"{path}, line {key.Start.Line}: 'names' must map 0, 1, 2, … to class names.");
            }
        }

        return byIndex.Keys.Select(static (k, i) => k == i).All(static same => same) ? [.. byIndex.Values]
            : throw new InvalidDataException($"{path}: the indices of 'names' must run from 0 without a gap.");
    }

    private static List<string> Places(YamlMappingNode root, string name) => Child(root, name) switch
    {
        YamlSequenceNode list => [.. list.Children.Select(Scalar).Where(static s => s.Length > 0)],
        YamlScalarNode { Value: { Length: > 0 } value } when value is not ("null" or "~") => [value],
        _ => [],
    };

    private static YamlNode? Child(YamlMappingNode map, string name) =>
        map.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    private static string? Text(YamlMappingNode map, string name) => Child(map, name) is YamlScalarNode node ? node.Value : null;

    private static string Scalar(YamlNode node) => (node as YamlScalarNode)?.Value ?? "";
}
