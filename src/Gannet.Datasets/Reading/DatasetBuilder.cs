using Gannet.Datasets.Checking;
using Gannet.Masks;

namespace Gannet.Datasets.Reading;

/// <summary>Collects pictures and problems while a data set is read, then fixes the class order and screens every box.</summary>
internal sealed class DatasetBuilder(DatasetReadOptions options)
{
    private readonly List<DataProblem> _problems = [];
    private readonly List<ImageRecord> _pictures = [];
    private readonly List<(string Name, long Id)> _declared = [];
    private readonly HashSet<string> _declaredNames = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pathsOfOthers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pathsOfSplit = new(StringComparer.Ordinal);

    public DatasetReadOptions Options => options;

    /// <summary>Classes in the order of a file beside the data; used when they cover every class found.</summary>
    public IReadOnlyList<string>? SuggestedClasses { get; set; }

    public void Report(DataProblemKind kind, string file, string? where, string what, string cure, bool leftOut) =>
        _problems.Add(new DataProblem(kind, file, where, what, cure, leftOut));

    /// <summary>Adds a class that the data set declares, with its id; later calls with the same name do nothing.</summary>
    public void DeclareClass(string name, long id)
    {
        if (_declaredNames.Add(name)) _declared.Add((name, id));
    }

    /// <summary>Starts another split: a picture may be in two splits (train and trainval), but not twice in one.</summary>
    public void BeginSplit()
    {
        _pathsOfOthers.UnionWith(_pathsOfSplit);
        _pathsOfSplit.Clear();
    }

    public void Add(ImageRecord picture)
    {
        var isRepeated = !_pathsOfSplit.Add(picture.Path);
        if (isRepeated && (options.RequireImages || picture.Id is null))
        {
            Report(
                DataProblemKind.DuplicatePicture, picture.AnnotationFile, picture.Where,
                $"the picture '{picture.FileName}' is listed twice", "the second is left out", true);
        }
        else if (!_pathsOfOthers.Contains(picture.Path))
        {
            _pictures.Add(picture);
        }
    }

    public DatasetReading Build(string root, AnnotationFormat format)
    {
        if (options.RequireImages) LeaveOutMissing();
        var classes = OrderClasses();
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < classes.Count; i++)
        {
            if (!labels.TryAdd(classes[i], i))
                throw new ArgumentException($"The class '{classes[i]}' is listed twice; name each class once.");
        }

        var keepIds = _pictures.TrueForAll(static p => p.Id is not null)
            && _pictures.DistinctBy(static p => p.Id).Count() == _pictures.Count;
        var pictures = new AnnotatedImage[_pictures.Count];
        for (var i = 0; i < pictures.Length; i++) pictures[i] = Screen(_pictures[i], keepIds ? _pictures[i].Id!.Value : i + 1, labels);

        var dataset = new AnnotatedDataset
        {
            Root = root,
            Format = format,
            Classes = classes,
            CategoryIds = NumberClasses(classes),
            Images = pictures,
            Split = options.Split,
        };
        if (options.Strict && _problems.Count > 0)
        {
            var others = _problems.Count == 1 ? "" : $" ({_problems.Count - 1} more; gannet data check lists them all)";
            throw new InvalidDataException(_problems[0] + others);
        }

        return new DatasetReading(dataset, _problems);
    }

    private void LeaveOutMissing()
    {
        var listed = _pictures.Count;
        _pictures.RemoveAll(picture =>
        {
            if (File.Exists(picture.Path)) return false;
            var boxes = picture.Annotations.Count == 0 ? "left out" : $"left out with its {picture.Annotations.Count} boxes";
            Report(
                DataProblemKind.MissingPicture, picture.AnnotationFile, picture.Where, $"the picture '{picture.FileName}' does not exist",
                boxes, true);
            return true;
        });
        if (listed > 0 && _pictures.Count == 0)
        {
            throw new FileNotFoundException(
                $"{_problems[^1].File}: none of its {listed} pictures were found, for example '{Path.GetFileName(_problems[^1].What.Split('\'')[1])}'; name their folder with --images.");
        }
    }

    private List<string> OrderClasses()
    {
        if (options.Classes is not null) return [.. options.Classes];
        if (_declared.Count > 0) return [.. _declared.Select(static c => c.Name)];

        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var picture in _pictures)
        {
            foreach (var annotation in picture.Annotations) found.Add(annotation.ClassName);
        }

        return SuggestedClasses is { } suggested && found.IsSubsetOf(suggested) ? [.. suggested] : [.. found];
    }

    private long[] NumberClasses(List<string> classes)
    {
        var known = _declared.ToDictionary(static c => c.Name, static c => c.Id, StringComparer.Ordinal);
        var next = known.Count == 0 ? 1 : known.Values.Max() + 1;
        return [.. classes.Select((name, i) => known.Count == 0 ? i + 1 : known.TryGetValue(name, out var id) ? id : next++)];
    }

    private AnnotatedImage Screen(ImageRecord picture, long id, Dictionary<string, int> labels)
    {
        if ((picture.Width <= 0 || picture.Height <= 0) && HeaderSize.TryRead(picture.Path) is var (width, height))
        {
            (picture.Width, picture.Height) = (width, height);
        }

        var kept = new List<Annotation>(picture.Annotations.Count);
        var seen = new HashSet<(Box, int, bool)>();
        foreach (var record in picture.Annotations)
        {
            if (!labels.TryGetValue(record.ClassName, out var label))
            {
                Report(
                    DataProblemKind.UnknownClass, picture.AnnotationFile, record.Where,
                    $"the class '{record.ClassName}' is not one of the {labels.Count} known classes", "left out", true);
                continue;
            }

            var (box, problem) = BoxScreen.Screen(record, picture, options.ClipBoxes);
            if (problem is not null) _problems.Add(problem);
            if (problem is { LeftOut: true }) continue;
            if (!seen.Add((box, label, record.IsCrowd)) && options.ClipBoxes)
            {
                Report(
                    DataProblemKind.DuplicateBox, picture.AnnotationFile, record.Where,
                    $"the same box of class '{record.ClassName}' is annotated twice", "the second is left out", true);
                continue;
            }

            var outline = record.Segmentation;
            if (outline is not null && OutlineScreen.Fault(outline, picture) is { } fault)
            {
                Report(DataProblemKind.Malformed, picture.AnnotationFile, record.Where, fault, "the outline is left out", false);
                outline = null;
            }

            kept.Add(new Annotation
            {
                Box = box,
                Written = options.ClipBoxes ? null : record.Written ?? new WrittenBox(record.X1, record.Y1, record.X2 - record.X1, record.Y2 - record.Y1),
                Label = label,
                IsCrowd = record.IsCrowd,
                IsDifficult = record.IsDifficult,
                Area = record.Area,
                Id = record.Id,
                Segmentation = outline,
            });
        }

        return new AnnotatedImage
        {
            FileName = picture.FileName,
            Path = picture.Path,
            Id = id,
            TextId = picture.TextId,
            Width = Math.Max(picture.Width, 0),
            Height = Math.Max(picture.Height, 0),
            Annotations = kept,
        };
    }
}
