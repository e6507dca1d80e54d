using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Gannet.Datasets.Json;
using Gannet.Datasets.Reading;

namespace Gannet.Datasets.Editing;

/// <summary>A COCO file in memory, as text that is copied and not interpreted except where it is edited.</summary>
internal sealed class CocoDocument
{
    public const string LabelledFlag = "gannet_labelled";
    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = 64 };

    private readonly string _path;
    private JsonDocument _json = null!;
    private (long Length, DateTime Written) _stamp;
    private Dictionary<ImageKey, JsonElement> _images = [];
    private Dictionary<ImageKey, List<JsonElement>> _annotations = [];
    private List<(long Id, string Name)> _categories = [];
    private HashSet<long> _ids = [];
    private bool _indented = true;

    private CocoDocument(string path, JsonDocument? begun)
    {
        _path = path;
        if (begun is null) Load();
        else Index(begun);
    }

    public static CocoDocument Open(string path) => new(path, null);

    /// <summary>A file that is written at the first save.</summary>
    public static CocoDocument Begin(string path) => new(path, JsonDocument.Parse("""{"info":{},"categories":[],"images":[],"annotations":[]}"""));

    public string Path => _path;

    public IReadOnlyList<(long Id, string Name)> Categories => _categories;

    public IEnumerable<KeyValuePair<ImageKey, JsonElement>> Images => _images;

    public long NextId => _ids.Where(static id => id < long.MaxValue).DefaultIfEmpty().Max() + 1;

    public long NextImage => _images.Keys.Select(static key => key.Number).DefaultIfEmpty().Max() + 1;

    public bool HasAnnotation(long id) => _ids.Contains(id);

    public JsonElement? Image(ImageKey key) => _images.TryGetValue(key, out var record) ? record : null;

    public IReadOnlyList<JsonElement> AnnotationsOf(ImageKey key) => _annotations.GetValueOrDefault(key) ?? [];

    /// <summary>Reads the file again if another program has written it.</summary>
    public void Refresh()
    {
        if (File.Exists(_path) && _stamp != StampOf(_path)) Load();
    }

    /// <summary>Writes the file with other annotations for one picture.</summary>
    public void Write(ImageKey key, string image, IReadOnlyList<WrittenFragment> fragments)
    {
        var kept = fragments.Where(static f => f.Index is not null).ToDictionary(static f => f.Index!.Value, static f => f.Raw);
        Write(json =>
        {
            var (written, index) = (false, 0);
            WriteRoot(
                json,
                record =>
                {
                    var isThis = !written && record.TryKey("id", out var id) && id == key;
                    WriteRaw(json, isThis ? image : record.GetRawText());
                    written |= isThis;
                },
                () =>
                {
                    if (!written) WriteRaw(json, image);
                },
                record =>
                {
                    if (!record.TryKey("image_id", out var of) || of != key) WriteRaw(json, record.GetRawText());
                    else if (kept.TryGetValue(index++, out var raw)) WriteRaw(json, raw);
                },
                () =>
                {
                    foreach (var fragment in fragments.Where(static f => f.Index is null)) WriteRaw(json, fragment.Raw);
                },
                _categories);
        });
    }

    /// <summary>Writes the file with other classes.</summary>
    public void WriteCategories(IReadOnlyList<(long Id, string Name)> categories) => Write(json =>
        WriteRoot(
            json, record => WriteRaw(json, record.GetRawText()), static () => { }, record => WriteRaw(json, record.GetRawText()), static () => { }, categories));

    // The very text: another picture's revision must not change, and nobody likes a file of other changes than his own.
    private static void WriteRaw(Utf8JsonWriter json, string text) => json.WriteRawValue(text, skipInputValidation: true);

    private void WriteRoot(
        Utf8JsonWriter json, Action<JsonElement> image, Action endOfImages, Action<JsonElement> annotation, Action endOfAnnotations,
        IReadOnlyList<(long Id, string Name)> categories)
    {
        json.WriteStartObject();
        foreach (var member in _json.RootElement.EnumerateObject())
        {
            if (member.Name is not ("images" or "annotations" or "categories") || member.Value.ValueKind != JsonValueKind.Array)
            {
                json.WritePropertyName(member.Name);
                WriteRaw(json, member.Value.GetRawText());
                continue;
            }

            json.WriteStartArray(member.Name);
            if (member.Name == "categories") WriteCategories(json, member.Value, categories);
            else foreach (var record in member.Value.EnumerateArray()) (member.Name == "images" ? image : annotation)(record);
            if (member.Name == "images") endOfImages();
            if (member.Name == "annotations") endOfAnnotations();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // A category keeps its other members, such as supercategory.
    private static void WriteCategories(Utf8JsonWriter json, JsonElement present, IReadOnlyList<(long Id, string Name)> categories)
    {
        var known = new HashSet<long>();
        foreach (var record in present.EnumerateArray())
        {
            if (!record.TryLong("id", out var id) || !known.Add(id) || categories.FirstOrDefault(c => c.Id == id) is not { Name: { } name })
            {
                WriteRaw(json, record.GetRawText());
                continue;
            }

            json.WriteStartObject();
            foreach (var member in record.EnumerateObject())
            {
                if (member.Name == "name") json.WriteString("name", name);
                else member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        foreach (var (id, name) in categories.Where(c => !known.Contains(c.Id)))
        {
            json.WriteStartObject();
            json.WriteNumber("id", id);
            json.WriteString("name", name);
            json.WriteEndObject();
        }
    }

    private void Write(Action<Utf8JsonWriter> write)
    {
        var options = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = _indented, NewLine = "\n" };
        AtomicFile.Write(_path, stream =>
        {
            using (var json = new Utf8JsonWriter(stream, options)) write(json);
            stream.WriteByte((byte)'\n');
        });
        Load();
    }

    private void Load()
    {
        _stamp = StampOf(_path);
        var bytes = RegularFile.ReadAllBytes(_path).AsMemory();
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (!Utf8.IsValid(bytes.Span)) throw RegularFile.NotUtf8(_path);
        _indented = bytes.Span[..Math.Min(bytes.Length, 256)].Contains((byte)'\n');
        try
        {
            Index(JsonDocument.Parse(bytes, s_options));
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{_path}, line {e.LineNumber + 1}: this is not valid JSON; write the file again.", e);
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidDataException($"{_path}: a string has an unpaired surrogate escape; write the file again.", e);
        }
    }

    private void Index(JsonDocument json)
    {
        var images = new Dictionary<ImageKey, JsonElement>();
        foreach (var record in List(json, "images"))
        {
            if (record.TryKey("id", out var id)) images.TryAdd(id, record);
        }

        var annotations = new Dictionary<ImageKey, List<JsonElement>>();
        var ids = new HashSet<long>();
        foreach (var record in List(json, "annotations"))
        {
            if (record.TryLong("id", out var id)) ids.Add(id);
            if (!record.TryKey("image_id", out var of)) continue;
            if (!annotations.TryGetValue(of, out var list)) annotations[of] = list = [];
            list.Add(record);
        }

        var categories = new List<(long Id, string Name)>();
        foreach (var record in List(json, "categories"))
        {
            if (record.TryLong("id", out var id) && record.TryText("name", out var name) && !categories.Exists(c => c.Id == id)) categories.Add((id, name));
        }

        (_images, _annotations, _categories, _ids, _json) = (images, annotations, categories, ids, json);
    }

    private JsonElement.ArrayEnumerator List(JsonDocument json, string name) =>
        json.RootElement.TryMember(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray()
            : throw new InvalidDataException($"{_path}: a COCO annotation file needs a list '{name}', but this one has none.");

    private static (long, DateTime) StampOf(string path) => (new FileInfo(path).Length, File.GetLastWriteTimeUtc(path));
}
