using System.Text.Json;
using System.Text.Unicode;

namespace Gannet.Datasets.Json;

/// <summary>Parses the records of a JSON file one at a time, so that a million records need no more memory than one.</summary>
internal static class JsonRecords
{
    private const long MaxBytes = 1_900_000_000;
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Receives one record of a list.</summary>
    public delegate void Visit(int index, JsonElement record);

    /// <summary>Visits the elements of the named lists in the top-level object; other members are skipped.</summary>
    /// <returns>The names of the lists that were found.</returns>
    public static HashSet<string> ReadObject(string path, IReadOnlyDictionary<string, Visit> lists)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var (list, record) = ("", 0);
        Parse(path, Body, () => list.Length == 0 ? "" : $", {list}[{record}]");
        return found;

        void Body(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new InvalidDataException(
                    $"{path}: this is not a COCO annotation file: it must be an object with images, annotations and categories.");
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                reader.Read();
                if (lists.TryGetValue(name, out var visit))
                {
                    if (reader.TokenType != JsonTokenType.StartArray) throw new InvalidDataException($"{path}: '{name}' must be a list.");
                    found.Add(name);
                    (list, record) = (name, 0);
                    VisitElements(ref reader, (index, element) =>
                    {
                        visit(index, element);
                        record = index + 1;
                    });
                    list = "";
                }
                else
                {
                    reader.Skip();
                }
            }

            while (reader.Read())
            {
                // Reading to the end rejects trailing content: a JSON file holds one value.
            }
        }
    }

    /// <summary>Visits the elements of a top-level list.</summary>
    public static void ReadArray(string path, string expected, Visit visit)
    {
        var rows = 0;
        Parse(path, Body, () => $", row {rows + 1}");

        void Body(ref Utf8JsonReader reader)
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartArray) throw new InvalidDataException($"{path}: this is not {expected}.");
            VisitElements(ref reader, (index, record) =>
            {
                visit(index, record);
                rows = index + 1;
            });
            while (reader.Read())
            {
                // As above.
            }
        }
    }

    private static void VisitElements(ref Utf8JsonReader reader, Visit visit)
    {
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            using var record = JsonDocument.ParseValue(ref reader);
            visit(index, record.RootElement);
        }
    }

    private delegate void ParseBody(ref Utf8JsonReader reader);

    private static void Parse(string path, ParseBody body, Func<string>? place = null)
    {
        if (!File.Exists(path)) throw new FileNotFoundException($"{path}: there is no such file.");
        if (new FileInfo(path).Length > MaxBytes)
            throw new InvalidDataException($"{path}: JSON files of more than {MaxBytes} bytes are not supported; split the file.");

        ReadOnlySpan<byte> bytes = RegularFile.ReadAllBytes(path);
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.IsEmpty) throw new InvalidDataException($"{path}: the file is empty.");
        if (!Utf8.IsValid(bytes)) throw RegularFile.NotUtf8(path);
        var reader = new Utf8JsonReader(bytes, s_options);
        try
        {
            body(ref reader);
        }
        catch (InvalidOperationException e)
        {
            // The reader throws this for an unpaired surrogate escape such as \ud83d.
            throw new InvalidDataException($"{path}{place?.Invoke()}: a string has an unpaired surrogate escape; write the file again.", e);
        }
        catch (JsonException e)
        {
            var what = e.Message.Split(" LineNumber:")[0].Split(" Path:")[0].TrimEnd('.');
            throw new InvalidDataException(
                $"{path}, line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}{place?.Invoke()}: this is not valid JSON: {what}; write the file again.", e);
        }
    }
}
