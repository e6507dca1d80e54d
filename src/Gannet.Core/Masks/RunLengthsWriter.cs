using System.Text.Json;

namespace Gannet.Masks;

/// <summary>Writes a run-length mask in COCO's form: <c>{"size": [height, width], "counts": …}</c>.</summary>
public static class RunLengthsWriter
{
    /// <summary>Writes a member of an object.</summary>
    /// <param name="json">Inside an object.</param>
    /// <param name="name">Name of the member.</param>
    /// <param name="runs">The mask; its counts are a text if it has one, otherwise a list.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public static void Write(Utf8JsonWriter json, string name, RunLengths runs)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(runs);
        json.WriteStartObject(name);
        json.WriteStartArray("size");
        json.WriteNumberValue(runs.Height);
        json.WriteNumberValue(runs.Width);
        json.WriteEndArray();
        if (runs.Compressed is { } text)
        {
            json.WriteString("counts", text);
        }
        else
        {
            json.WriteStartArray("counts");
            foreach (var count in runs.Counts) json.WriteNumberValue(count);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
