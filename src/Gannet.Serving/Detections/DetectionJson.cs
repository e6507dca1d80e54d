using System.Text.Json;
using Gannet.Masks;
using Gannet.Serving.Models;

namespace Gannet.Serving.Detections;

/// <summary>Writes the answer of <c>/v1/detect</c>: rows as in <c>gannet detect --json</c>, and where they come from.</summary>
internal static class DetectionJson
{
    /// <summary>Name of a class; a graph may not tell it.</summary>
    public static string NameOf(IReadOnlyList<string> classes, int label) => label < classes.Count ? classes[label] : $"class {label}";

    public static void Write(Utf8JsonWriter json, ModelVersion version, PictureResult result, IReadOnlyList<DetectedObject> found, TimeSpan total)
    {
        var classes = version.Model.Classes;
        json.WriteStartObject();
        json.WriteStartObject("model");
        json.WriteString("name", version.Name);
        json.WriteString("version", version.Version);
        json.WriteEndObject();
        json.WriteStartObject("picture");
        json.WriteNumber("width", result.Width);
        json.WriteNumber("height", result.Height);
        json.WriteEndObject();
        json.WriteStartArray("classes");
        foreach (var name in classes) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("detections");
        foreach (var one in found) WriteRow(json, one, classes);
        json.WriteEndArray();
        json.WriteStartObject("milliseconds");
        json.WriteNumber("decode", Milliseconds(result.Decoded));
        json.WriteNumber("wait", Milliseconds(result.Outcome.Waited));
        json.WriteNumber("detect", Milliseconds(result.Outcome.Detected));
        json.WriteNumber("total", Milliseconds(total));
        json.WriteEndObject();
        json.WriteNumber("batch", result.Outcome.BatchSize);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, DetectedObject found, IReadOnlyList<string> classes)
    {
        var box = found.Box;
        json.WriteStartObject();
        json.WriteNumber("category_id", found.Label + 1);
        json.WriteString("category", NameOf(classes, found.Label));
        json.WriteStartArray("bbox");
        json.WriteNumberValue(box.X1);
        json.WriteNumberValue(box.Y1);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
        json.WriteNumber("score", found.Score);
        if (found.Mask is { } mask) RunLengthsWriter.Write(json, "segmentation", mask.Compressed is not null ? mask : RunLengthMask.From(mask).ToRunLengths());
        json.WriteEndObject();
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
