using System.Buffers.Binary;
using System.Text.Json;

namespace Gannet.Torch.Serialization;

/// <summary>Reads a safetensors header and checks it against the file: every byte must belong to exactly one tensor.</summary>
internal static class SafetensorsReader
{
    private const int MaxHeaderBytes = 100 << 20;

    // Objects of objects of arrays; anything deeper is not a safetensors header.
    private static readonly JsonDocumentOptions s_json = new() { MaxDepth = 4, AllowDuplicateProperties = false };

    public static (List<StoredTensor> Tensors, Dictionary<string, string> Metadata) Read(RandomAccessFile file)
    {
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(file.Read(0, 8));
        if (headerLength is < 2 or > MaxHeaderBytes) throw file.Malformed($"says its header takes {headerLength} bytes; at most {MaxHeaderBytes} are read. It is damaged, copy it again.");
        if (headerLength > file.Length - 8) throw file.Malformed($"ends at byte {file.Length}, inside its header of {headerLength} bytes; it is truncated, copy it again.");
        try
        {
            using var json = JsonDocument.Parse(file.Read(8, headerLength), s_json);
            return ReadHeader(file, json.RootElement, 8 + headerLength);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            // InvalidOperationException: a value of an unexpected kind, or text that is not Unicode.
            throw file.Malformed($"has a malformed safetensors header: {FirstSentence(e.Message)}. It is damaged, copy it again.", e);
        }
    }

    private static (List<StoredTensor>, Dictionary<string, string>) ReadHeader(RandomAccessFile file, JsonElement root, long dataStart)
    {
        var tensors = new List<StoredTensor>();
        var metadata = new Dictionary<string, string>();
        var regions = new List<(long Begin, long End, string Name)>();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "__metadata__")
            {
                foreach (var entry in property.Value.EnumerateObject()) metadata[entry.Name] = entry.Value.GetString() ?? "";
                continue;
            }

            var (tensor, begin, end) = ReadEntry(file, property, dataStart);
            tensors.Add(tensor);
            regions.Add((begin, end, property.Name));
        }

        CheckCoverage(file, regions, dataStart);
        return (tensors, metadata);
    }

    private static (StoredTensor Tensor, long Begin, long End) ReadEntry(RandomAccessFile file, JsonProperty entry, long dataStart)
    {
        var name = entry.Name;
        var typeName = entry.Value.GetProperty("dtype").GetString();
        var type = SafetensorsTypes.Find(typeName) ?? throw file.Malformed($"tensor '{name}' has elements of type '{typeName}', which Gannet does not read; convert it to F32.");
        long[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(static size => size.GetInt64())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(static offset => offset.GetInt64())];
        if (offsets is not [var begin, var end] || begin < 0 || end < begin || end > long.MaxValue - dataStart)
            throw file.Malformed($"tensor '{name}' has data_offsets that are not [begin, end]; the file is damaged, copy it again.");
        var region = FileRegion.Checked(file, dataStart + begin, end - begin, $"tensor '{name}'");
        var bytes = shape.Aggregate((Int128)type.Size, static (product, size) => size < 0 || product > long.MaxValue ? Int128.MaxValue : product * size);
        if (bytes != end - begin)
            throw file.Malformed($"tensor '{name}' of shape [{string.Join(", ", shape)}] does not fit its {end - begin} bytes; the file is damaged, copy it again.");
        return (new StoredTensor(new TensorLayout(name, region, type, 0, shape, TensorLayout.RowMajor(shape))), begin, end);
    }

    // Overlaps would let two names share bytes, and holes would hide content; the format forbids both.
    private static void CheckCoverage(RandomAccessFile file, List<(long Begin, long End, string Name)> regions, long dataStart)
    {
        regions.Sort();
        var covered = 0L;
        foreach (var (begin, end, name) in regions)
        {
            if (begin != covered)
                throw file.Malformed($"tensor '{name}' starts at byte {begin} of the data where {covered} was expected (an overlap or a hole); the file is damaged, copy it again.");
            covered = end;
        }

        if (covered != file.Length - dataStart)
            throw file.Malformed($"holds {file.Length - dataStart} bytes of data, but its tensors take {covered}; the file is damaged, copy it again.");
    }

    private static string FirstSentence(string message) => message.Split(['.', '\n'], 2)[0];
}
