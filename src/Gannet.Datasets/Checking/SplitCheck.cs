using System.Security.Cryptography;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Splitting;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Checking;

/// <summary>Finds problems in the splits of a data set: unreadable lists, empty lists and shared pictures.</summary>
public static class SplitCheck
{
    private const string RemoveThem = "remove them from one of the two: a score on training pictures is meaningless";

    /// <summary>Reads every split on its own, as training does.</summary>
    /// <param name="path">As in <see cref="DatasetReader.Read"/>.</param>
    /// <param name="whole">The data set as read without a split.</param>
    /// <param name="options">The options it was read with.</param>
    /// <returns>The problems that reading the whole data set did not find.</returns>
    public static IReadOnlyList<DataProblem> FindProblems(string path, DatasetReading whole, DatasetReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<DataProblem>();
        if (whole.Dataset.Images.Count == 0) problems.Add(Empty(path, "the data set has no pictures"));
        if (options.Split is not null) return problems;
        var known = whole.Problems.ToHashSet();
        var splits = new List<(string Name, AnnotatedDataset Dataset)>();
        foreach (var name in DatasetReader.Splits(path))
        {
            try
            {
                var reading = DatasetReader.Read(path, options with { Split = name, Strict = false, Classes = whole.Dataset.Classes });
                problems.AddRange(reading.Problems.Where(problem => known.Add(problem)));
                if (reading.Dataset.Images.Count == 0) problems.Add(Empty(path, $"the split '{name}' has no picture"));
                splits.Add((name, reading.Dataset));
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                problems.Add(Empty(path, $"the split '{name}' cannot be read: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}"));
            }
        }

        for (var i = 0; i < splits.Count; i++)
        {
            for (var j = i + 1; j < splits.Count; j++)
            {
                if (AreToBeApart(splits[i].Name, splits[j].Name) && Shared(splits[i], splits[j], path) is { } shared) problems.Add(shared);
            }
        }

        return problems;
    }

    /// <summary>Reports how many pictures two splits share; null when they share none.</summary>
    /// <param name="first">A split.</param>
    /// <param name="second">Another.</param>
    /// <param name="path">The data set, for the message.</param>
    public static DataProblem? Shared((string Name, AnnotatedDataset Dataset) first, (string Name, AnnotatedDataset Dataset) second, string path)
    {
        var paths = first.Dataset.Images.Select(static p => p.Path).ToHashSet(StringComparer.Ordinal);
        var shared = second.Dataset.Images.Where(p => paths.Contains(p.Path)).Select(static p => p.FileName).ToList();
        return shared.Count == 0 ? null : new DataProblem(
            DataProblemKind.SharedPicture, path, null,
            $"the splits '{first.Name}' and '{second.Name}' share {(shared.Count == 1 ? "a picture" : $"{shared.Count} pictures")}, such as '{shared[0]}'",
            RemoveThem, LeftOut: false);
    }

    /// <summary>Reports how many pictures of one split are copies, byte for byte, of pictures of another; null when none is.</summary>
    /// <param name="first">A split.</param>
    /// <param name="second">Another.</param>
    /// <param name="path">The data set, for the message.</param>
    /// <remarks>Opens only files of equal length. Files that both splits name are not copies: <see cref="Shared"/> reports them.</remarks>
    public static DataProblem? Copies((string Name, AnnotatedDataset Dataset) first, (string Name, AnnotatedDataset Dataset) second, string path)
    {
        var paths = first.Dataset.Images.Select(static p => p.Path).ToHashSet(StringComparer.Ordinal);
        var byLength = first.Dataset.Images.ToLookup(static p => Length(p.Path));
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var copies = second.Dataset.Images.Where(p => !paths.Contains(p.Path) && Length(p.Path) is > 0 and var length
            && byLength[length].Any(other => Content(p.Path).AsSpan().SequenceEqual(Content(other.Path)))).Select(static p => p.FileName).ToList();
        return copies.Count == 0 ? null : new DataProblem(
            DataProblemKind.SharedPicture, path, null,
            $"{(copies.Count == 1 ? "a picture" : $"{copies.Count} pictures")} of the split '{second.Name}', such as '{copies[0]}', {(copies.Count == 1 ? "is a copy of a picture" : "are copies of pictures")} of '{first.Name}'",
            RemoveThem, LeftOut: false);

        byte[] Content(string file) => contents.TryGetValue(file, out var known) ? known : contents[file] = SHA256.HashData(ImageFile.Read(file));
    }

    // A picture that has gone since it was listed is reported where it is needed.
    private static long Length(string path) => new FileInfo(path) is { Exists: true } file ? file.Length : 0;

    /// <summary>Whether a score is meaningless if two splits share pictures.</summary>
    /// <param name="first">Name of a split.</param>
    /// <param name="second">Name of another.</param>
    /// <remarks>VOC's <c>trainval</c> contains <c>train</c> and <c>val</c> on purpose.</remarks>
    public static bool AreToBeApart(string first, string second) => (SplitRoles.Of(first), SplitRoles.Of(second)) switch
    {
        (SplitRole.Unknown, _) or (_, SplitRole.Unknown) => false,
        (SplitRole.TrainingAndValidation, var other) => other == SplitRole.Test,
        (var other, SplitRole.TrainingAndValidation) => other == SplitRole.Test,
        var (a, b) => a != b,
    };

    private static DataProblem Empty(string path, string what) =>
        new(DataProblemKind.EmptySplit, path, null, what, "fix its list or its folder", LeftOut: false);
}
