using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Pages.DataSets;

namespace Gannet.Cli.Input;

/// <summary>The splits of a data set, and which pictures are in which.</summary>
internal sealed class DataSplits
{
    private readonly List<(string Name, int Pictures)> _splits = [];
    private readonly Dictionary<string, List<string>> _namesOf = new(StringComparer.Ordinal);

    private DataSplits()
    {
    }

    /// <summary>Names and numbers of pictures.</summary>
    public IReadOnlyList<(string Name, int Pictures)> All => _splits;

    /// <summary>Splits that share pictures though a score needs them apart.</summary>
    public IReadOnlyList<DataProblem> Shared { get; private init; } = [];

    /// <summary>Reads each split; none if only one is asked for.</summary>
    public static DataSplits Read(string path, DatasetReadOptions options, DatasetReading whole)
    {
        if (options.Split is not null) return new();
        var problems = SplitCheck.FindProblems(path, whole, options);
        var splits = new DataSplits { Shared = [.. problems.Where(static p => p.Kind == DataProblemKind.SharedPicture)] };
        foreach (var name in DatasetReader.Splits(path))
        {
            try
            {
                splits.Add(name, DatasetReader.Read(path, options with { Split = name, Strict = false, Classes = whole.Dataset.Classes }).Dataset.Images);
            }
            catch (Exception error) when (error is InvalidDataException or IOException)
            {
                // 'data check' explains it.
                splits._splits.Add((name, 0));
            }
        }

        return splits;
    }

    /// <summary>Names the pictures of a pair, and the splits that they keep from being apart.</summary>
    public SimilarPictures Describe(NearDuplicate pair, IReadOnlyList<AnnotatedImage> pictures)
    {
        var (first, second) = (pictures[pair.First], pictures[pair.Second]);
        var apart = NamesOf(first).SelectMany(one => NamesOf(second).Where(two => SplitCheck.AreToBeApart(one, two)).Select(two => ((string, string)?)(one, two))).FirstOrDefault();
        return new(first.FileName, second.FileName, pair.Distance, apart);
    }

    private List<string> NamesOf(AnnotatedImage picture) => _namesOf.GetValueOrDefault(picture.Path, []);

    private void Add(string name, IReadOnlyList<AnnotatedImage> pictures)
    {
        _splits.Add((name, pictures.Count));
        foreach (var picture in pictures)
        {
            if (!_namesOf.TryGetValue(picture.Path, out var names)) _namesOf[picture.Path] = names = [];
            names.Add(name);
        }
    }
}
