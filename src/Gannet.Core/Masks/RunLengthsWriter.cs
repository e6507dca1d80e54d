using System.Text.Json;
using Gannet.Masks;

namespace Gannet.Datasets.Coco;

/// <summary>Writes a run-length mask in COCO's form: <c>{"size": [height, width], "counts": …}</c>.</summary>
internal static class RunLengthsWriter
{
    public static void Write(Utf8JsonWriter json, string name, RunLengths runs)
    {
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
