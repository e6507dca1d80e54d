using Gannet.Datasets.Checking;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Csv;
using Gannet.Datasets.LabelMe;
using Gannet.Datasets.Voc;
using Gannet.Datasets.Yolo;

namespace Gannet.Datasets.Reading;

/// <summary>Reads annotated pictures in any known format, and detects which one it is.</summary>
public static class DatasetReader
{
    // A zipped data set often unpacks to nested folders.
    private const int MaxDescent = 3;

    private static readonly HashSet<string> s_dataFolders = new(StringComparer.OrdinalIgnoreCase) { "train", "val", "valid", "validation", "test", "trainval", "annotations" };

    /// <summary>Reads a split, or all, of a data set.</summary>
    /// <param name="path">A folder, a COCO JSON file, a <c>data.yaml</c> or a CSV file.</param>
    /// <param name="options">What to read; null reads all with the defaults.</param>
    /// <returns>The pictures with their objects, and all problems found.</returns>
    /// <exception cref="InvalidDataException">No known format was found, a whole file is malformed, or a problem was found with
    /// <see cref="DatasetReadOptions.Strict"/>.</exception>
    /// <exception cref="FileNotFoundException">A file is missing, or all pictures are.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder, or one that a file names, does not exist.</exception>
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

    /// <summary>Names of a data set's splits; empty when it has none.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    public static IReadOnlyList<string> Splits(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Find(path).Splits;
    }

    /// <summary>A split's own name, for <see cref="DatasetReadOptions.Split"/>: <c>train</c> may mean <c>train2017</c>.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    /// <param name="asked">The split as asked for.</param>
    /// <exception cref="InvalidDataException">There is no such split; the message lists the splits that exist.</exception>
    public static string ResolveSplit(string path, string asked)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(asked);
        return Find(path).ResolveSplit(asked);
    }

    /// <summary>Detects the format of a data set without reading it.</summary>
    /// <param name="path">As in <see cref="Read"/>.</param>
    public static AnnotationFormat DetectFormat(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Find(path).Format;
    }

    /// <summary>What a path leads to; a folder without annotations leads to null.</summary>
    /// <exception cref="InvalidDataException">The file has none of the known formats.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such file or folder.</exception>
    internal static DatasetSource? TryFind(string path)
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

        return null;
    }

    private static DatasetSource Find(string path) => TryFind(path)
        ?? throw new InvalidDataException(
            $"{path}: no annotations found; expected COCO (annotations/*.json), VOC (Annotations/*.xml or XML beside the pictures), YOLO (data.yaml, classes.txt or obj.data), "
            + "CSV or LabelMe (JSON beside the pictures). If they are elsewhere, pass their file or folder with --data and the pictures' folder with --images; otherwise draw the boxes with 'gannet label', or export one of these from the labelling tool.");

    // A folder that only holds another folder, and neither XML nor pictures, is not taken for VOC: the data set starts further down,
    // unless the inner folder is named like a part of a data set.
    private static DatasetSource? FindIn(string folder)
    {
        var merelyHolds = Directory.GetDirectories(folder) is [var only] && !s_dataFolders.Contains(Path.GetFileName(only))
            && !Directory.EnumerateFiles(folder, "*.xml").Any() && !Directory.EnumerateFiles(folder).Any(ImageFolders.IsImage)
            && !File.Exists(Path.Combine(folder, ClassList.FileName));
        return YoloSource.TryFind(folder) ?? CocoSource.TryFind(folder) ?? (merelyHolds ? null : VocSource.TryFind(folder))
            ?? CsvSource.TryFind(folder) ?? (DatasetSource?)LabelMeSource.TryFind(folder);
    }
}

/// <summary>A data set as read, with the problems found.</summary>
/// <param name="Dataset">The usable part of the data set.</param>
/// <param name="Problems">What was left out or fixed, in the order found.</param>
public sealed record DatasetReading(AnnotatedDataset Dataset, IReadOnlyList<DataProblem> Problems)
{
    /// <summary>How many records were left out.</summary>
    public int LeftOut => Problems.Count(static problem => problem.LeftOut);
}
