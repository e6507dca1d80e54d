using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gannet.Datasets.Coco;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Editing;

/// <summary>Edits COCO: a JSON file for all pictures of a split.</summary>
internal sealed class CocoEditor : DatasetEditor
{
    private const string NewFile = "instances.json";
    private const int Decimals = 2;

    // Holds the class by name until the file, and with it the number, is known; never written to a file.
    private const string ClassMember = "gannet_class";

    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<CocoDocument> _documents;
    private readonly Dictionary<string, (CocoDocument Document, ImageKey? Key, string FileName)> _places = new(StringComparer.Ordinal);

    public CocoEditor(CocoSource source, EditingOptions options)
        : this(source.Root, [.. source.Files.Where(f => options.Split is null || f.Split == options.Split).Select(static f => CocoDocument.Open(f.Path))])
    {
        var pictures = new List<(string, string, string?)>();
        foreach (var document in _documents)
        {
            var split = source.Files.First(f => f.Path == document.Path).Split;
            var folders = source.ImageFolders(split, document.Path, options.ImagesFolder);
            foreach (var (key, record) in document.Images)
            {
                if (!record.TryText("file_name", out var name) || !ImageFolders.IsName(name)) continue;
                name = name.Replace('\\', '/');
                var path = folders.Select(folder => Path.GetFullPath(Path.Combine(folder, name))).FirstOrDefault(File.Exists);
                if (path is not null && _places.TryAdd(path, (document, key, name))) pictures.Add((name, path, source.Splits.Count > 0 ? split : null));
            }

            // Pictures that came after the file was written.
            if (_documents.Count == 1 && folders.FirstOrDefault() is { } pile)
            {
                foreach (var (name, path) in Below(pile))
                {
                    if (_places.TryAdd(path, (document, null, name))) pictures.Add((name, path, source.Splits.Count > 0 ? split : null));
                }
            }
        }

        SetPictures(pictures);
    }

    private CocoEditor(string root, List<CocoDocument> documents)
        : base(root, AnnotationFormat.Coco)
    {
        _documents = documents;
        KnowClasses(documents.SelectMany(static d => d.Categories.OrderBy(static c => c.Id)).Select(static c => c.Name));
    }

    public static CocoEditor Begin(string folder)
    {
        var editor = new CocoEditor(folder, [CocoDocument.Begin(Path.Combine(folder, NewFile))]);
        foreach (var (name, path) in Below(folder)) editor._places[path] = (editor._documents[0], null, name);
        editor.SetPictures(Below(folder).Select(static p => (p.Name, p.Path, (string?)null)));
        return editor;
    }

    private protected override PictureContent ReadContent(EditedPicture picture)
    {
        var (document, key, _) = Find(picture);
        var (width, height) = SizeOf(picture);
        if (key is not { } known || document.Image(known) is not { } image) return new(PictureContent.Nothing, false, width, height, []);
        var names = document.Categories.ToDictionary(static c => c.Id, static c => c.Name);
        List<LabelFragment> fragments = [.. document.AnnotationsOf(known).Select(record => new LabelFragment(record.GetRawText(), BoxOf(record, names)))];
        var text = new StringBuilder(image.GetRawText());
        foreach (var fragment in fragments) text.Append('\n').Append(fragment.Raw);
        return new(PictureContent.Digest(text.ToString()), fragments.Count > 0 || image.TryFlag(CocoDocument.LabelledFlag), width, height, fragments)
        {
            Stated = image.TryLong("width", out var statedWidth) && image.TryLong("height", out var statedHeight) ? (statedWidth, statedHeight) : null,
        };
    }

    private protected override void WriteContent(EditedPicture picture, PictureContent now, IReadOnlyList<WrittenFragment> fragments, bool isLabelled)
    {
        var (document, known, name) = Find(picture);
        var key = known ?? new ImageKey(document.NextImage, null);
        var image = ImageText(document.Image(key), key, name, now, isLabelled && fragments.Count == 0);
        Declare(document);
        document.Write(key, image, Numbered(document, key, fragments));
        _places[picture.Path] = (document, key, name);
    }

    private protected override string Create(EditedBox box, PictureContent content) => Text(json =>
    {
        json.WriteNumber("id", 0);
        json.WriteNumber("image_id", 0);
        json.WriteNumber("category_id", 0);
        WriteBox(json, box);
        json.WriteNumber("area", Rounded(box.X2 - box.X1) * Rounded(box.Y2 - box.Y1));
        json.WriteNumber("iscrowd", box.IsCrowd ? 1 : 0);
        json.WriteString(ClassMember, box.Class);
    });

    private protected override string Change(LabelFragment fragment, EditedBox box, PictureContent content)
    {
        using var record = JsonDocument.Parse(fragment.Raw);
        var (root, before) = (record.RootElement, fragment.Box!);
        var moved = !before.IsAt(box);
        var scale = (box.X2 - box.X1) * (box.Y2 - box.Y1) / Math.Max(1e-9, (before.X2 - before.X1) * (before.Y2 - before.Y1));
        var hasPolygons = root.TryMember("segmentation", out var outline) && outline.ValueKind == JsonValueKind.Array && outline.GetArrayLength() > 0;
        return Text(json =>
        {
            foreach (var member in root.EnumerateObject())
            {
                if (moved && member.Name == "bbox") WriteBox(json, box);
                else if (moved && member.Name == "segmentation") WriteOutline(json, member.Value, before, box);
                else if (moved && member.Name == "area" && member.Value.ValueKind == JsonValueKind.Number)
                    json.WriteNumber("area", hasPolygons && member.Value.TryGetDouble(out var area) ? Math.Round(area * scale, Decimals) : Rounded(box.X2 - box.X1) * Rounded(box.Y2 - box.Y1));
                else member.WriteTo(json);
            }

            if (before.Class != box.Class) json.WriteString(ClassMember, box.Class);
        });
    }

    private protected override void WriteClasses(IReadOnlyList<string> classes, (string From, string To)? renamed)
    {
        foreach (var document in _documents)
        {
            document.Refresh();
            document.WriteCategories(Categories(document, classes, renamed));
        }
    }

    // In a data set of several files, this one may lack a class of another.
    private void Declare(CocoDocument document)
    {
        if (Classes.Any(name => !document.Categories.Any(c => c.Name == name))) document.WriteCategories(Categories(document, Classes, null));
    }

    private static List<(long Id, string Name)> Categories(CocoDocument document, IReadOnlyList<string> classes, (string From, string To)? renamed)
    {
        var next = document.Categories.Select(static c => c.Id).DefaultIfEmpty().Max() + 1;
        List<(long Id, string Name)> categories =
            [.. document.Categories.Select(c => renamed is var (from, to) && c.Name == from ? (c.Id, to) : c)];
        foreach (var name in classes.Where(name => !categories.Exists(c => c.Name == name))) categories.Add((next++, name));
        return categories;
    }

    private (CocoDocument Document, ImageKey? Key, string FileName) Find(EditedPicture picture)
    {
        var place = _places[picture.Path];
        place.Document.Refresh();
        return place;
    }

    // Numbers are given last: an object that comes back may find its own taken.
    private static List<WrittenFragment> Numbered(CocoDocument document, ImageKey key, IReadOnlyList<WrittenFragment> fragments)
    {
        var next = document.NextId;
        var ids = document.Categories.GroupBy(static c => c.Name, StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.First().Id, StringComparer.Ordinal);
        return [.. fragments.Select(fragment => fragment with { Raw = Number(fragment) })];

        string Number(WrittenFragment fragment)
        {
            using var record = JsonDocument.Parse(fragment.Raw);
            var named = record.RootElement.TryText(ClassMember, out var name) ? name : null;
            if (fragment.Index is not null && named is null) return fragment.Raw;
            var isNew = fragment.Index is null;
            var keepsId = record.RootElement.TryLong("id", out var own) && own > 0 && !document.HasAnnotation(own);
            return Text(json =>
            {
                foreach (var member in record.RootElement.EnumerateObject())
                {
                    if (member.Name == ClassMember) continue;
                    if (isNew && !keepsId && member.Name == "id") json.WriteNumber("id", next++);
                    else if (isNew && member.Name == "image_id") WriteKey(json, "image_id", key);
                    else if (named is not null && member.Name == "category_id") json.WriteNumber("category_id", ids[named]);
                    else member.WriteTo(json);
                }
            });
        }
    }

    private static string ImageText(JsonElement? record, ImageKey key, string name, PictureContent content, bool isEmpty) => Text(json =>
    {
        if (record is { } present)
        {
            foreach (var member in present.EnumerateObject().Where(static m => m.Name != CocoDocument.LabelledFlag)) member.WriteTo(json);
        }
        else
        {
            WriteKey(json, "id", key);
            json.WriteString("file_name", name);
            json.WriteNumber("width", content.Width);
            json.WriteNumber("height", content.Height);
        }

        if (isEmpty) json.WriteBoolean(CocoDocument.LabelledFlag, true);
    });

    private static void WriteKey(Utf8JsonWriter json, string name, ImageKey key)
    {
        if (key.Text is { } text) json.WriteString(name, text);
        else json.WriteNumber(name, key.Number);
    }

    private static void WriteBox(Utf8JsonWriter json, EditedBox box)
    {
        json.WriteStartArray("bbox");
        foreach (var value in (double[])[box.X1, box.Y1, box.X2 - box.X1, box.Y2 - box.Y1]) json.WriteNumberValue(Rounded(value));
        json.WriteEndArray();
    }

    // Polygons go where their box goes; run lengths would have to be drawn anew, and left in place they would lie.
    private static void WriteOutline(Utf8JsonWriter json, JsonElement outline, EditedBox from, EditedBox to)
    {
        json.WriteStartArray("segmentation");
        var polygons = outline.ValueKind == JsonValueKind.Array ? outline.EnumerateArray().ToList() : [];
        foreach (var polygon in polygons)
        {
            if (!polygon.TryNumbers(out var points)) continue;
            json.WriteStartArray();
            for (var k = 0; k < points.Length; k++)
            {
                json.WriteNumberValue(Rounded(k % 2 == 0
                    ? MovedOutline.Coordinate(points[k], from.X1, from.X2, to.X1, to.X2)
                    : MovedOutline.Coordinate(points[k], from.Y1, from.Y2, to.Y1, to.Y2)));
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static double Rounded(double value) => Math.Round(value, Decimals);

    private static string Text(Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_json))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    private static EditedBox? BoxOf(JsonElement record, Dictionary<long, string> names)
    {
        if (!record.TryLong("category_id", out var category) || !names.TryGetValue(category, out var name)) return null;
        if (!record.TryMember("bbox", out var corners) || !corners.TryNumbers(out var b) || b.Length != 4 || !Array.TrueForAll(b, double.IsFinite)) return null;
        return new()
        {
            Class = name,
            X1 = b[0],
            Y1 = b[1],
            X2 = b[0] + b[2],
            Y2 = b[1] + b[3],
            IsCrowd = record.TryFlag("iscrowd"),
            IsDifficult = record.TryFlag("ignore"),
            HasOutline = record.TryMember("segmentation", out var outline)
                && (outline.ValueKind == JsonValueKind.Object || (outline.ValueKind == JsonValueKind.Array && outline.GetArrayLength() > 0)),
        };
    }
}
