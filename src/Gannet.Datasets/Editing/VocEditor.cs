using System.Globalization;
using System.Xml.Linq;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Voc;

namespace Gannet.Datasets.Editing;

/// <summary>Edits Pascal VOC: one XML file per picture, in the VOC folders or beside the pictures as LabelImg has them.</summary>
internal sealed class VocEditor : DatasetEditor
{
    private readonly Dictionary<string, string> _files;

    private VocEditor(string root, IReadOnlyList<(string Name, string Path, string? Split, string File)> pictures)
        : base(root, AnnotationFormat.Voc)
    {
        SetPictures(pictures.Select(static p => (p.Name, p.Path, p.Split)));
        _files = pictures.DistinctBy(static p => p.Path).ToDictionary(static p => p.Path, static p => p.File, StringComparer.Ordinal);
        KnowClasses(ClassList.TryRead(root) ?? []);
        KnowClasses(Found().Order(StringComparer.Ordinal));
    }

    public static VocEditor Of(VocSource source, string? split)
    {
        if (source.AnnotationFolder is not { } annotations) return Beside(source.Root, split);
        var roles = source.Splits.ToDictionary(static s => s, s => source.Listed(s).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var folder = source.PictureFolder ?? (ImageFolders.AllUnder(annotations).Count > 0 ? annotations : source.Root);
        var pictures = Named([.. Below(folder)], _ => annotations)
            .Select(p => (p.Name, p.Path, Split: PictureSplit.Of(roles, Path.GetFileNameWithoutExtension(p.Path)), p.File));
        return new(source.Root, [.. pictures.Where(p => split is null || roles[split].Contains(Path.GetFileNameWithoutExtension(p.Path)))]);
    }

    public static VocEditor Begin(string folder) => Beside(folder, null);

    private static VocEditor Beside(string root, string? split)
    {
        var pictures = Named([.. Below(root)], static path => Path.GetDirectoryName(path)!)
            .Select(static p => (p.Name, p.Path, Split: p.Name.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? p.Name[..end] : null, p.File));
        return new(root, [.. pictures.Where(p => split is null || p.Split == split)]);
    }

    // x.jpg and x.png cannot both have x.xml: the second has x.png.xml, which the reader knows too.
    private static IEnumerable<(string Name, string Path, string File)> Named(IReadOnlyList<(string Name, string Path)> pictures, Func<string, string> folderOf)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var files = pictures.Select(picture =>
        {
            var usual = Path.Combine(folderOf(picture.Path), Path.GetFileNameWithoutExtension(picture.Path) + ".xml");
            var whole = Path.Combine(folderOf(picture.Path), Path.GetFileName(picture.Path) + ".xml");
            return taken.Add(usual) && (File.Exists(usual) || !File.Exists(whole)) ? usual : whole;
        }).ToList();
        var renamed = Renamed([.. pictures.Select(p => folderOf(p.Path)).Distinct()], [.. files]);
        return pictures.Zip(files, (picture, file) =>
            (picture.Name, picture.Path, File.Exists(file) ? file : renamed.GetValueOrDefault((Path.GetDirectoryName(file)!, Path.GetFileName(picture.Path)), file)));
    }

    // XML files that no picture has the name of, by the picture that they name inside.
    private static Dictionary<(string Folder, string Picture), string> Renamed(IReadOnlyList<string> folders, HashSet<string> known)
    {
        var renamed = new Dictionary<(string, string), string>();
        foreach (var folder in folders.Where(Directory.Exists))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Where(file => !known.Contains(file)))
            {
                if (VocDocument.StatedPicture(file) is { } name) renamed.TryAdd((folder, name), file);
            }
        }

        return renamed;
    }

    private HashSet<string> Found()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var picture in Pictures)
        {
            try
            {
                foreach (var fragment in ReadContent(picture).Fragments)
                {
                    if (fragment.Box is { } box) found.Add(box.Class);
                }
            }
            catch (InvalidDataException)
            {
                // Said when the picture is opened.
            }
        }

        return found;
    }

    private protected override PictureContent ReadContent(EditedPicture picture)
    {
        var (width, height) = SizeOf(picture);
        var file = _files[picture.Path];
        if (!File.Exists(file)) return new(PictureContent.Nothing, false, width, height, []);
        var bytes = RegularFile.ReadAllBytes(file);
        var document = VocDocument.Load(file, bytes);
        return new(PictureContent.Digest(bytes), true, width, height, [.. document.Objects.Select(Fragment)]) { Stated = document.StatedSize };
    }

    private protected override void WriteContent(EditedPicture picture, PictureContent now, IReadOnlyList<WrittenFragment> fragments, bool isLabelled)
    {
        var file = _files[picture.Path];
        if (!isLabelled && fragments.Count == 0)
        {
            File.Delete(file);
            return;
        }

        var document = File.Exists(file)
            ? VocDocument.Load(file, RegularFile.ReadAllBytes(file))
            : VocDocument.New(Path.GetFileName(Path.GetDirectoryName(picture.Path)!), Path.GetFileName(picture.Path), now.Width, now.Height);
        document.Replace(fragments);
        AtomicFile.Write(file, document.Save);
    }

    private protected override string Create(EditedBox box, PictureContent content) => new XElement("object",
        new XElement("name", box.Class), new XElement("pose", "Unspecified"), new XElement("truncated", 0),
        new XElement("difficult", box.IsDifficult ? 1 : 0),
        new XElement("bndbox",
            new XElement("xmin", Pixel(box.X1)), new XElement("ymin", Pixel(box.Y1)), new XElement("xmax", Pixel(box.X2)), new XElement("ymax", Pixel(box.Y2))))
        .ToString(SaveOptions.DisableFormatting);

    private protected override string Change(LabelFragment fragment, EditedBox box, PictureContent content)
    {
        var element = VocDocument.Parse(fragment.Raw);
        var (before, corners) = (fragment.Box!, element.Element("bndbox")!);
        if (before.Class != box.Class) element.Element("name")!.Value = box.Class;
        Set("xmin", before.X1, box.X1);
        Set("ymin", before.Y1, box.Y1);
        Set("xmax", before.X2, box.X2);
        Set("ymax", before.Y2, box.Y2);
        return element.ToString(SaveOptions.DisableFormatting);

        void Set(string name, double was, double value)
        {
            if (was != value) corners.Element(name)!.Value = Pixel(value);
        }
    }

    private protected override void WriteClasses(IReadOnlyList<string> classes, (string From, string To)? renamed)
    {
        if (renamed is var (from, to))
        {
            foreach (var file in _files.Values.Where(File.Exists))
            {
                var document = VocDocument.Load(file, RegularFile.ReadAllBytes(file));
                if (document.Rename(from, to)) AtomicFile.Write(file, document.Save);
            }
        }

        ClassList.Write(Root, classes);
    }

    private static LabelFragment Fragment(XElement element)
    {
        var raw = element.ToString(SaveOptions.DisableFormatting);
        var name = element.Element("name")?.Value.Trim();
        return !string.IsNullOrEmpty(name) && element.Element("bndbox") is { } b
            && Number(b, "xmin") is { } x1 && Number(b, "ymin") is { } y1 && Number(b, "xmax") is { } x2 && Number(b, "ymax") is { } y2
            ? new(raw, new() { Class = name, X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, IsDifficult = element.Element("difficult")?.Value.Trim() is "1" or "true" })
            : new(raw, null);
    }

    private static double? Number(XElement parent, string name) =>
        double.TryParse(parent.Element(name)?.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    // Many readers of this format take whole numbers only.
    private static string Pixel(double value) => Math.Round(value, MidpointRounding.AwayFromZero).ToString(CultureInfo.InvariantCulture);
}
