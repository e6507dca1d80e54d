using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Gannet.Torch.Serialization;

/// <summary>Writes safetensors files: the same tensors and metadata always give the same bytes.</summary>
public static class SafetensorsWriter
{
    /// <summary>Writes the tensors; replaces <paramref name="path"/> in one step when everything is on disk.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Tensors with different names; written one at a time, widest elements first, so that all stay aligned.</param>
    /// <param name="metadata">Text to store beside them; null for none.</param>
    /// <exception cref="ArgumentException">Two tensors share a name, or one writes more or fewer bytes than its shape takes.</exception>
    public static void Write(string path, IEnumerable<TensorContent> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        TensorContent[] ordered = [.. tensors.OrderByDescending(static t => t.ElementType.Size).ThenBy(static t => t.Name, StringComparer.Ordinal)];
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        if (ordered.FirstOrDefault(t => !names.Add(t.Name)) is { } repeated)
            throw new ArgumentException($"The name '{repeated.Name}' is taken; tensors in one file need different names.", nameof(tensors));
        var header = Header(ordered, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (var tensor in ordered) WriteElements(tensor, stream);
        });
    }

    private static void WriteElements(TensorContent tensor, Stream stream)
    {
        var start = stream.Position;
        tensor.WriteTo(stream);
        var written = stream.Position - start;
        if (written != ByteCount(tensor))
            throw new ArgumentException($"Tensor '{tensor.Name}' wrote {written} bytes; its shape takes {ByteCount(tensor)}.", nameof(tensor));
    }

    private static byte[] Header(TensorContent[] tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach (var (key, value) in metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }

            var offset = 0L;
            foreach (var tensor in tensors) WriteEntry(json, tensor, ref offset);
            json.WriteEndObject();
        }

        // The format pads its header with spaces, so that the data starts at a multiple of 8.
        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, TensorContent tensor, ref long offset)
    {
        json.WriteStartObject(tensor.Name);
        json.WriteString("dtype", SafetensorsTypes.NameOf(tensor.ElementType));
        json.WriteStartArray("shape");
        foreach (var size in tensor.Shape) json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += ByteCount(tensor));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long ByteCount(TensorContent tensor) => tensor.Shape.Aggregate((long)tensor.ElementType.Size, static (product, size) =>
        checked(product * (size >= 0 ? size : throw new ArgumentException($"A tensor's size is {size}; sizes are 0 or more."))));
}
