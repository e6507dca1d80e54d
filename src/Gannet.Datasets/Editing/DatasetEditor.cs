using System.Text;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Voc;
using Gannet.Datasets.Yolo;

namespace Gannet.Datasets.Editing;

/// <summary>Changes the labels of a data set in place: COCO, VOC or YOLO.</summary>
/// <remarks>
/// <para>Every save replaces one file in one step, so a crash leaves the labels before it or after it. A save names the revision that it is
/// based on; if the file says something else by now, <see cref="StaleRevisionException"/> has what.</para>
/// <para>What a format holds besides class and corners survives: an object that is not changed keeps its text, and a changed one all but
/// what was changed. An object that was removed and comes back with its <see cref="EditedBox.Key"/> has everything that it had.</para>
/// <para>All members may be called from several threads.</para>
/// </remarks>
public abstract class DatasetEditor
{
    private const int LongestClass = 200;

    private readonly Lock _lock = new();
    private readonly List<string> _classes = [];

    // Texts of objects that have left their file, for undo.
    private readonly Dictionary<(int Picture, string Key), LabelFragment> _former = [];

    // Keys of one object before and after its changes have one number, so that an undo finds where it stands.
    private readonly Dictionary<(int Picture, string Key), int> _lineages = [];

    private protected DatasetEditor(string root, AnnotationFormat format) => (Root, Format) = (root, format);

    /// <summary>Absolute path of the data set's folder or file.</summary>
    public string Root { get; }

    /// <summary>Its format.</summary>
    public AnnotationFormat Format { get; }

    /// <summary>Names of the classes, in the order of the data set.</summary>
    public IReadOnlyList<string> Classes
    {
        get
        {
            lock (_lock) return [.. _classes];
        }
    }

    /// <summary>The pictures, in the order of the data set. Those added to the folder later appear when it is opened again.</summary>
    public IReadOnlyList<EditedPicture> Pictures { get; private protected set; } = [];

    /// <summary>Opens a data set, or a folder of pictures that will become one.</summary>
    /// <param name="path">A folder, a COCO file or a <c>data.yaml</c>.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="InvalidDataException">There is no picture, or the format cannot be edited.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such file or folder.</exception>
    public static DatasetEditor Open(string path, EditingOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        var source = DatasetReader.TryFind(path);
        if (source is not null && options.Format is { } asked && asked != source.Format)
        {
            throw new InvalidDataException(
                $"{path}: is a data set in {source.Format} form; it is edited in that form. 'gannet data convert' makes one in another.");
        }

        if (options.Split is { } split)
        {
            if (source is null) throw new InvalidDataException($"{path}: has no annotations yet, so it has no split '{split}'.");
            options = options with { Split = source.ResolveSplit(split) };
        }

        DatasetEditor editor = (source, options.Format) switch
        {
            (CocoSource coco, _) => new CocoEditor(coco, options),
            (VocSource voc, _) => VocEditor.Of(voc, options.Split),
            (YoloSource yolo, _) => new YoloEditor(yolo.Root, yolo.Layout, options.Split),
            (null, AnnotationFormat.Coco) => CocoEditor.Begin(Bare(path)),
            (null, null or AnnotationFormat.Voc) => VocEditor.Begin(Bare(path)),
            (null, AnnotationFormat.Yolo) => YoloEditor.Begin(Bare(path)),
            _ => throw new InvalidDataException(
                $"{path}: {source?.Format ?? options.Format} is read but not edited; make a copy with 'gannet data convert --format coco'."),
        };
        if (editor.Pictures.Count == 0) throw new InvalidDataException($"{path}: there is no picture to label.");
        foreach (var name in options.Classes.Except(editor.Classes).ToList()) editor.AddClass(name);
        return editor;
    }

    /// <summary>The labels of a picture, as its file has them now.</summary>
    /// <param name="picture">Index of the picture.</param>
    /// <exception cref="InvalidDataException">Its file cannot be understood, or its boxes were drawn on the stored pixels of a picture that is
    /// shown turned upright; the message says where.</exception>
    public PictureLabels Read(int picture)
    {
        lock (_lock) return ReadUpright(Pictures[picture]).ToLabels();
    }

    /// <summary>Replaces the labels of a picture.</summary>
    /// <param name="picture">Index of the picture.</param>
    /// <param name="revision">The <see cref="PictureLabels.Revision"/> that the change is based on.</param>
    /// <param name="boxes">All boxes; those with the key of an object keep what is not edited.</param>
    /// <param name="isLabelled">Without boxes: whether the picture shows nothing (true), or nobody has labelled it yet.</param>
    /// <returns>The labels as saved.</returns>
    /// <exception cref="StaleRevisionException">The labels have changed since that revision.</exception>
    /// <exception cref="ArgumentException">A box has no area, or its class is not one of <see cref="Classes"/>.</exception>
    /// <exception cref="InvalidDataException">The present file cannot be understood, or the picture's size is unknown.</exception>
    public PictureLabels Save(int picture, string revision, IReadOnlyList<EditedBox> boxes, bool isLabelled = true)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        lock (_lock)
        {
            var place = Pictures[picture];
            foreach (var box in boxes) Check(box);
            var now = ReadUpright(place);
            if (now.Revision != revision) throw new StaleRevisionException(place, now.ToLabels());
            var written = Merge(place, now, boxes);
            foreach (var fragment in now.Fragments.Where(static f => f.Box is not null))
                _former[(picture, LabelFragment.KeyOf(fragment.Raw))] = fragment;
            WriteContent(place, now, written, isLabelled || boxes.Count > 0);
            var after = ReadContent(place);
            foreach (var (fragment, saved) in written.Zip(after.Fragments)) Link(picture, fragment.Origin, LabelFragment.KeyOf(saved.Raw));
            return after.ToLabels();
        }
    }

    /// <summary>Adds a class at the end.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="ArgumentException">The name is empty, too long, has control characters, or is taken.</exception>
    public void AddClass(string name)
    {
        lock (_lock)
        {
            WriteClasses([.. _classes, NewName(name)], null);
            _classes.Add(name.Trim());
        }
    }

    /// <summary>Renames a class in all of its files.</summary>
    /// <param name="from">Its name.</param>
    /// <param name="to">Its new name.</param>
    /// <exception cref="ArgumentException">There is no such class, or the new name cannot be used or is taken.</exception>
    public void RenameClass(string from, string to)
    {
        lock (_lock)
        {
            var index = _classes.IndexOf(from);
            if (index < 0) throw new ArgumentException($"There is no class '{from}'.", nameof(from));
            var name = NewName(to);
            WriteClasses([.. _classes.Select((c, k) => k == index ? name : c)], (from, name));
            _classes[index] = name;
        }
    }

    /// <summary>The labelled pictures of an open data set, as any other part of Gannet reads them.</summary>
    /// <param name="pictures">Indices of the pictures, in the order wanted.</param>
    /// <remarks>Boxes are clipped to their picture; one that lies outside, or a picture that cannot be read, is left out.</remarks>
    public AnnotatedDataset ToDataset(IEnumerable<int> pictures)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        var classes = Classes;
        var labels = classes.Select(static (name, k) => (name, k)).ToDictionary(static c => c.name, static c => c.k, StringComparer.Ordinal);
        return new()
        {
            Root = Root,
            Format = Format,
            Classes = classes,
            CategoryIds = [.. classes.Select(static (_, k) => k + 1L)],
            Images = [.. pictures.Select(p => ToImage(Pictures[p], labels)).OfType<AnnotatedImage>()],
        };
    }

    private protected abstract PictureContent ReadContent(EditedPicture picture);

    private protected abstract void WriteContent(EditedPicture picture, PictureContent now, IReadOnlyList<WrittenFragment> fragments, bool isLabelled);

    /// <summary>The text of a new object.</summary>
    private protected abstract string Create(EditedBox box, PictureContent content);

    /// <summary>The text of an object whose class or corners have changed.</summary>
    private protected abstract string Change(LabelFragment fragment, EditedBox box, PictureContent content);

    /// <summary>Saves the list of classes, and the new name in every file.</summary>
    private protected abstract void WriteClasses(IReadOnlyList<string> classes, (string From, string To)? renamed);

    private protected int LabelOf(string name) => _classes.IndexOf(name);

    private protected string ClassAt(int label) => _classes[label];

    private protected int ClassCount => _classes.Count;

    private protected void KnowClasses(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            if (!_classes.Contains(name)) _classes.Add(name);
        }
    }

    private protected static (int Width, int Height) SizeOf(EditedPicture picture) => HeaderSize.TryRead(picture.Path) ?? (0, 0);

    private protected void SetPictures(IEnumerable<(string Name, string Path, string? Split)> found) =>
        Pictures = [.. found.DistinctBy(static p => p.Path).Select(static (p, k) => new EditedPicture(k, p.Name, p.Path, p.Split))];

    private protected static IEnumerable<(string Name, string Path)> Below(string folder) =>
        ImageFolders.AllUnder(folder).Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), path));

    private static string Bare(string path) => Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))
        : throw new InvalidDataException($"{path}: annotations are edited in a folder, a COCO file or a data.yaml.");

    // Boxes of both kinds in one file could not be told apart afterwards.
    private PictureContent ReadUpright(EditedPicture picture)
    {
        var content = ReadContent(picture);
        // Nearly all sizes agree, and then the header need not be read again.
        if (content.Stated is not var (width, height) || (width, height) == (content.Width, content.Height) || content.Fragments.All(static f => f.Box is null)) return content;
        if (HeaderSize.TryReadHeader(picture.Path) is not { } header || !UprightLabels.IsStored(width, height, header)) return content;
        throw new InvalidDataException(
            $"{picture.Name}: its boxes were drawn before its EXIF orientation turned it upright; 'gannet data convert' makes a copy of the data set with all boxes upright, which can be labelled.");
    }

    // The present objects in their order, those that are left; then the new ones.
    private List<WrittenFragment> Merge(EditedPicture picture, PictureContent now, IReadOnlyList<EditedBox> boxes)
    {
        var waiting = boxes.Select(static (box, k) => (box, k)).Where(static b => b.box.Key is not null)
            .GroupBy(static b => b.box.Key!, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => new Queue<int>(g.Select(static b => b.k)), StringComparer.Ordinal);
        var matched = new int?[now.Fragments.Count];
        for (var i = 0; i < matched.Length; i++)
        {
            if (now.Fragments[i].Box is not null && waiting.TryGetValue(LabelFragment.KeyOf(now.Fragments[i].Raw), out var same) && same.TryDequeue(out var k)) matched[i] = k;
        }

        // Earlier states of an object replace its present one.
        foreach (var k in waiting.Values.SelectMany(static queue => queue).Order())
        {
            if (!_lineages.TryGetValue((picture.Index, boxes[k].Key!), out var lineage)) continue;
            for (var i = 0; i < matched.Length; i++)
            {
                if (matched[i] is not null || now.Fragments[i].Box is null) continue;
                if (_lineages.GetValueOrDefault((picture.Index, LabelFragment.KeyOf(now.Fragments[i].Raw))) != lineage) continue;
                matched[i] = k;
                break;
            }
        }

        var written = new List<WrittenFragment>(boxes.Count);
        for (var i = 0; i < matched.Length; i++)
        {
            if (now.Fragments[i].Box is null) written.Add(new(i, now.Fragments[i].Raw));
            else if (matched[i] is { } k) written.Add(new(i, Text(now.Fragments[i], boxes[k]), LabelFragment.KeyOf(now.Fragments[i].Raw)));
        }

        var placed = matched.OfType<int>().ToHashSet();
        for (var k = 0; k < boxes.Count; k++)
        {
            if (!placed.Contains(k)) written.Add(new(null, Text(null, boxes[k]), boxes[k].Key));
        }

        return written;

        string Text(LabelFragment? present, EditedBox box)
        {
            var origin = box.Key is { } key && (present is null || LabelFragment.KeyOf(present.Raw) != key) ? _former.GetValueOrDefault((picture.Index, key)) ?? present : present;
            return origin is null ? Create(box, now) : Changed(origin, box, now);
        }
    }

    private void Link(int picture, string? from, string to)
    {
        if (from is null || from == to) return;
        if (!_lineages.TryGetValue((picture, from), out var lineage)) _lineages[(picture, from)] = lineage = _lineages.Count + 1;
        _lineages[(picture, to)] = lineage;
    }

    private string Changed(LabelFragment fragment, EditedBox box, PictureContent content) =>
        fragment.Box!.IsAt(box) && fragment.Box.Class == box.Class ? fragment.Raw : Change(fragment, box, content);

    private void Check(EditedBox box)
    {
        if (!box.IsValid) throw new ArgumentException($"A box of class '{box.Class}' has no area.");
        if (!_classes.Contains(box.Class)) throw new ArgumentException($"There is no class '{box.Class}'; add it first.");
    }

    private string NewName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        name = name.Trim();
        if (name.Length is 0 or > LongestClass) throw new ArgumentException($"A class has a name of 1 to {LongestClass} characters.", nameof(name));
        if (name.Any(static c => char.IsControl(c) || c is '\ufffe' or '\uffff') || !IsText(name))
            throw new ArgumentException("A class has a name without control characters.", nameof(name));
        return _classes.Contains(name) ? throw new ArgumentException($"There is a class '{name}' already.", nameof(name)) : name;
    }

    // XML and JSON cannot hold half of a surrogate pair.
    private static bool IsText(string name) => name.EnumerateRunes().All(static rune => rune != Rune.ReplacementChar);

    private AnnotatedImage? ToImage(EditedPicture picture, Dictionary<string, int> labels)
    {
        PictureLabels now;
        try
        {
            now = Read(picture.Index);
        }
        catch (InvalidDataException)
        {
            return null;
        }

        if (now.Width <= 0) return null;
        return new AnnotatedImage
        {
            FileName = picture.Name,
            Path = picture.Path,
            Id = picture.Index + 1,
            Width = now.Width,
            Height = now.Height,
            Annotations = [.. now.Boxes.Select((box, k) => (box.Class, Annotation: new Annotation
            {
                Box = box.Box.Clip(now.Width, now.Height),
                Label = labels.GetValueOrDefault(box.Class, -1),
                IsCrowd = box.IsCrowd,
                IsDifficult = box.IsDifficult,
                Id = k + 1,
            })).Where(static a => a.Annotation.Label >= 0 && a.Annotation.Box.IsValid).Select(static a => a.Annotation)],
        };
    }
}
