using System.Globalization;
using System.Text;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Yolo;
using Gannet.Imaging.Codecs;

namespace Gannet.Datasets.Editing;

/// <summary>Edits YOLO: one text file per picture, and the classes in a YAML file or a list.</summary>
internal sealed class YoloEditor : DatasetEditor
{
    private const string NewFile = "data.yaml";
    private readonly string _classFile;
    private readonly bool _isList;

    public YoloEditor(string root, YoloYaml layout, string? split)
        : this(root, layout.NamesFile ?? layout.Path, layout.NamesFile is not null, Find(root, layout, split))
    {
        KnowClasses(layout.Classes);
    }

    private YoloEditor(string root, string classFile, bool isList, IEnumerable<(string Name, string Path, string? Split)> pictures)
        : base(root, AnnotationFormat.Yolo)
    {
        (_classFile, _isList) = (classFile, isList);

        // x.jpg and x.png would share one label file: the first has it, as in the reader's listing.
        SetPictures(pictures.DistinctBy(static p => YoloSource.LabelFile(p.Path)));
    }

    public static YoloEditor Begin(string folder) =>
        new(folder, Path.Combine(folder, NewFile), isList: false, Below(folder).Select(static p => (p.Name, p.Path, (string?)null)));

    private static IEnumerable<(string Name, string Path, string? Split)> Find(string root, YoloYaml layout, string? split)
    {
        var top = Directory.Exists(root) ? root : Path.GetDirectoryName(root)!;
        foreach (var (name, places) in layout.Splits)
        {
            if (split is not null && name != split) continue;
            foreach (var place in places.Select(layout.Resolve))
            {
                var found = File.Exists(place)
                    ? RegularFile.ReadLines(place).Select(static line => line.Trim()).Where(static line => line.Length > 0 && ImageFolders.IsName(line))
                        .Select(line => YoloLayouts.Listed(Path.GetDirectoryName(place)!, line)).Where(static path => ImageFolders.IsImage(path) && File.Exists(path))
                    : Directory.Exists(place) ? ImageFolders.AllUnder(place)
                    : throw new DirectoryNotFoundException($"{layout.Path}: the pictures' folder '{place}' does not exist; fix 'path' or the split's entry.");
                foreach (var path in found) yield return (Path.GetRelativePath(top, path).Replace('\\', '/'), path, name.Length > 0 ? name : null);
            }
        }
    }

    private protected override PictureContent ReadContent(EditedPicture picture)
    {
        var (width, height) = SizeOf(picture);
        var file = YoloSource.LabelFile(picture.Path);
        if (!File.Exists(file)) return new(PictureContent.Nothing, false, width, height, []);
        var bytes = RegularFile.ReadAllBytes(file);
        if (!System.Text.Unicode.Utf8.IsValid(bytes)) throw RegularFile.NotUtf8(file);
        var lines = Encoding.UTF8.GetString(bytes).TrimStart('\ufeff').Split('\n').Select(static line => line.TrimEnd('\r')).Where(static line => line.Trim().Length > 0);
        return new(PictureContent.Digest(bytes), true, width, height, [.. lines.Select(line => new LabelFragment(line, BoxOf(line, width, height)))]);
    }

    private protected override void WriteContent(EditedPicture picture, PictureContent now, IReadOnlyList<WrittenFragment> fragments, bool isLabelled)
    {
        var file = YoloSource.LabelFile(picture.Path);
        if (!isLabelled && fragments.Count == 0) File.Delete(file);
        else ImageFile.Write(file, Encoding.UTF8.GetBytes(string.Concat(fragments.Select(static f => f.Raw + "\n"))));
    }

    private protected override string Create(EditedBox box, PictureContent content) =>
        string.Create(CultureInfo.InvariantCulture, $"{LabelOf(box.Class)} {Shares(box, content)}");

    // An outline goes where its box goes.
    private protected override string Change(LabelFragment fragment, EditedBox box, PictureContent content)
    {
        var fields = fragment.Raw.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        fields[0] = LabelOf(box.Class).ToString(CultureInfo.InvariantCulture);
        if (fragment.Box!.IsAt(box)) return string.Join(' ', fields);
        if (fields.Length == 5) return $"{fields[0]} {Shares(box, content)}";
        for (var k = 1; k < fields.Length; k++)
        {
            var (isX, value) = (k % 2 == 1, double.Parse(fields[k], CultureInfo.InvariantCulture));
            var size = isX ? content.Width : content.Height;
            var moved = isX
                ? MovedOutline.Coordinate(value * size, fragment.Box.X1, fragment.Box.X2, box.X1, box.X2)
                : MovedOutline.Coordinate(value * size, fragment.Box.Y1, fragment.Box.Y2, box.Y1, box.Y2);
            fields[k] = (moved / size).ToString("0.000000##", CultureInfo.InvariantCulture);
        }

        return string.Join(' ', fields);
    }

    private protected override void WriteClasses(IReadOnlyList<string> classes, (string From, string To)? renamed)
    {
        if (_isList) ImageFile.Write(_classFile, Encoding.UTF8.GetBytes(string.Concat(classes.Select(static name => name + "\n"))));
        else ImageFile.Write(_classFile, Encoding.UTF8.GetBytes(YoloClassEdit.Apply(_classFile, classes)));
    }

    private EditedBox? BoxOf(string line, int width, int height)
    {
        if (width <= 0 || YoloLabelFile.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) is not { } values) return null;
        if (values[0] < 0 || values[0] >= ClassCount || values[0] != Math.Floor(values[0])) return null;
        var (x1, y1, x2, y2) = YoloLabelFile.Place(values, width, height);
        return new() { Class = ClassAt((int)values[0]), X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, HasOutline = values.Length > 5 };
    }

    private static string Shares(EditedBox box, PictureContent content) => content.Width > 0
        ? YoloWriter.Shares(box.Box, content.Width, content.Height)
        : throw new InvalidDataException("YOLO needs the picture's size, but it cannot be read; fix or remove the picture.");
}
