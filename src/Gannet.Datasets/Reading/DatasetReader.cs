using Gannet.Datasets.Coco;
using Gannet.Datasets.Csv;
using Gannet.Datasets.LabelMe;
using Gannet.Datasets.Voc;
using Gannet.Datasets.Yolo;

namespace Gannet.Datasets.Reading;

/// <summary>Reads annotated pictures in any of the known formats, which it tells apart by what it finds.</summary>
public static class DatasetReader
{
    // A zip of a data set often unpacks to a folder in a folder.
    private const int MaxDescent = 3;

    private static readonly HashSet<string> s_dataFolders = new(StringComparer.OrdinalIgnoreCase) { "train", "val", "valid", "validation", "test", "trainval", "annotations" };

    /// <summary>Reads a split, or all, of a data set.</summary>
    /// <param name="path">A folder, a COCO JSON file, a <c>data.yaml</c> or a CSV file.</param>
    /// <param name="options">What to read; null reads all with the defaults.</param>
    /// <returns>The pictures with their objects, and everything that was wrong.</returns>
    /// <exception cref="InvalidDataException">The path holds no known format, a file as a whole is malformed, or a problem was found with
    /// <see cref="DatasetReadOptions.Strict"/>.</exception>
    /// <exception cref="FileNotFoundException">A file, or every picture, is absent.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder, or one that a file names, is absent.</exception>
    public static DatasetReading Read(string path, DatasetReadOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var source = Find(path);
        options ??= new DatasetReadOptions();
        if (options.ImagesFolder is { } images && !Directory.Exists(images))
            throw new DirectoryNotFoundException($"{images}: there is no such folder of pictures.");
        if (options.Split is { } asked) options = options with { Split = source.ResolveSplit(asked) };

        var builder = new DatasetBuilder(options);
        source.Read(options.Split, builder);
        return builder.Build(source.Root, source.Format);
    }

    /// <summary>Names the splits of a data set; empty when it is not divided.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    public static IReadOnlyList<string> Splits(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Find(path).Splits;
    }

    /// <summary>The data set's own name of a split, as <see cref="DatasetReadOptions.Split"/> understands it: <c>train</c> may mean <c>train2017</c>.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    /// <param name="asked">The split as asked for.</param>
    /// <exception cref="InvalidDataException">There is no such split; the message names those that there are.</exception>
    public static string ResolveSplit(string path, string asked)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(asked);
        return Find(path).ResolveSplit(asked);
    }

    /// <summary>Names the format of a data set without reading it.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    public static AnnotationFormat DetectFormat(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Find(path).Format;
    }

    private static DatasetSource Find(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
        {
            return Path.GetExtension(full).ToLowerInvariant() switch
            {
                ".json" => CocoSource.FromFile(full),
                ".yaml" or ".yml" => YoloSource.FromFile(full),
                ".csv" => CsvSource.FromFile(full),
                _ => throw new InvalidDataException($"{path}: annotations are read from a .json, .yaml or .csv file, or from a folder."),
            };
        }

        if (!Directory.Exists(full)) throw new DirectoryNotFoundException($"{path}: there is no such file or folder.");
        var folder = Path.TrimEndingDirectorySeparator(full);
        for (var level = 0; level <= MaxDescent; level++)
        {
            if (FindIn(folder) is { } source) return source;
            if (Directory.GetDirectories(folder) is not [var only]) break;
            folder = only;
        }

        throw new InvalidDataException(
            $"{path}: no annotations found; expected COCO (annotations/*.json), VOC (Annotations/*.xml or XML beside the pictures), YOLO (data.yaml, classes.txt or obj.data), "
            + "CSV or LabelMe (JSON beside the pictures). If they lie elsewhere, name their file or folder with --data and the pictures' with --images; else export one of these from the labelling tool.");
    }

    // XML further down marks no level as the data set's own: a folder that merely holds one folder is descended into, unless that one is a part of a data set.
    private static DatasetSource? FindIn(string folder)
    {
        var merelyHolds = Directory.GetDirectories(folder) is [var only] && !s_dataFolders.Contains(Path.GetFileName(only))
            && !Directory.EnumerateFiles(folder, "*.xml").Any();
        return YoloSource.TryFind(folder) ?? CocoSource.TryFind(folder) ?? (merelyHolds ? null : VocSource.TryFind(folder))
            ?? CsvSource.TryFind(folder) ?? (DatasetSource?)LabelMeSource.TryFind(folder);
    }
}
