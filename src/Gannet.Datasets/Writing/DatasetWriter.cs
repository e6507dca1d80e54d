using System.Text.Json;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Csv;
using Gannet.Datasets.Voc;
using Gannet.Datasets.Yolo;

namespace Gannet.Datasets.Writing;

/// <summary>Writes data sets in any known format; reading them back gives the same pictures, boxes and classes.</summary>
public static class DatasetWriter
{
    /// <summary>Writes a data set with one split or none.</summary>
    /// <inheritdoc cref="Write(string, IReadOnlyList{AnnotatedDataset}, DatasetWriteOptions, CancellationToken)"/>
    public static IReadOnlyList<string> Write(
        string folder, AnnotatedDataset dataset, DatasetWriteOptions? options = null, CancellationToken cancellation = default) =>
        Write(folder, [dataset], options, cancellation);

    /// <summary>Writes the splits of a data set into one folder.</summary>
    /// <param name="folder">A folder that is empty or does not exist.</param>
    /// <param name="splits">The splits, each with a name; a single one may be unnamed. All have the same classes.</param>
    /// <param name="options">Format and pictures; null for COCO with copies.</param>
    /// <param name="cancellation">Stops between two pictures.</param>
    /// <returns>What was changed or left out because the format cannot store it; empty when nothing was lost.</returns>
    /// <exception cref="InvalidDataException">The folder is not empty, or the data set lacks something that the format needs.</exception>
    /// <exception cref="ArgumentException">The classes of the splits differ, or several splits share a name.</exception>
    public static IReadOnlyList<string> Write(
        string folder, IReadOnlyList<AnnotatedDataset> splits, DatasetWriteOptions? options = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(splits);
        options ??= new DatasetWriteOptions();
        Check(splits);
        CheckClassNames(splits[0].Classes, options.Format);
        var root = Path.GetFullPath(folder);
        if (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any())
            throw new InvalidDataException($"{folder}: the folder is not empty; name a new one.");

        Directory.CreateDirectory(root);
        FormatWriter writer = options.Format switch
        {
            AnnotationFormat.Coco => new CocoWriter(root),
            AnnotationFormat.Voc => new VocWriter(root),
            AnnotationFormat.Yolo => new YoloWriter(root),
            AnnotationFormat.Csv => new CsvWriter(root),
            _ => throw new ArgumentException($"{options.Format} cannot be written.", nameof(options)),
        };
        writer.Write(splits, new ImagePlacer(options.Images, cancellation));
        return writer.Losses;
    }

    // Both formats read a class name as one line with surrounding whitespace trimmed.
    private static void CheckClassNames(IReadOnlyList<string> classes, AnnotationFormat format)
    {
        if (format is AnnotationFormat.Coco or AnnotationFormat.Yolo) return;
        if (classes.FirstOrDefault(static name => name.Trim() != name || name.Any(char.IsControl)) is { } name)
            throw new InvalidDataException($"The class name {JsonSerializer.Serialize(name)} has a line break or a space at its start or end, which {format} cannot store; rename the class, or write COCO.");
    }

    private static void Check(IReadOnlyList<AnnotatedDataset> splits)
    {
        if (splits.Count == 0) throw new ArgumentException("There is nothing to write: give at least one split.", nameof(splits));
        foreach (var split in splits)
        {
            if (!split.Classes.SequenceEqual(splits[0].Classes))
                throw new ArgumentException("The splits have different classes; read each with the classes of the first.", nameof(splits));
            if (split.Split is { } name && !IsFolderName(name))
                throw new ArgumentException($"'{name}' cannot be the name of a split.", nameof(splits));
        }

        if (splits.Count > 1 && splits.Select(static s => s.Split).Distinct().Count() != splits.Count)
            throw new ArgumentException("Two splits share a name.", nameof(splits));
    }

    private static bool IsFolderName(string name) => name.Length > 0 && name is not ("." or "..") && name.AsSpan().IndexOfAny('/', '\\') < 0
        && (!OperatingSystem.IsWindows() || WindowsNames.Allowed(name) == name);
}
