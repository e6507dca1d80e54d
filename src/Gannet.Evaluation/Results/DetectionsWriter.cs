using System.Text.Json;
using Gannet.Masks;

namespace Gannet.Evaluation.Results;

/// <summary>Writes detections as a COCO results file: a list of image_id, file_name, category_id, category, bbox, score and, if there are
/// masks, segmentation; for a video also frame, time_s, track_id and predicted.</summary>
public static class DetectionsWriter
{
    // Flushed this often, a million rows are written without holding them all in memory.
    private const int FlushBytes = 1 << 16;

    /// <summary>Writes a JSON list, one row per detection.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="pictures">The pictures with their detections.</param>
    /// <param name="classes">Class names by label.</param>
    /// <param name="categoryIds">The data set's own category numbers by label; null for 1 + label.</param>
    /// <exception cref="ArgumentException">A label is not a class, or a box or score is not finite.</exception>
    public static void Write(
        Stream stream, IEnumerable<ImageDetections> pictures, IReadOnlyList<string> classes, IReadOnlyList<long>? categoryIds = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(classes);
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (var picture in pictures)
        {
            for (var k = 0; k < picture.Detections.Count; k++)
            {
                var detection = picture.Detections[k];
                if ((uint)detection.Label >= (uint)classes.Count)
                    throw new ArgumentException(
                        $"The label {detection.Label} of '{picture.FileName}' is not one of {classes.Count} classes.");
                WriteRow(json, picture, k, classes[detection.Label], categoryIds?[detection.Label] ?? detection.Label + 1);
                if (json.BytesPending > FlushBytes) json.Flush();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteRow(Utf8JsonWriter json, ImageDetections picture, int index, string className, long categoryId)
    {
        var detection = picture.Detections[index];
        var box = detection.Box;
        json.WriteStartObject();
        if (picture.TextId is { } text) json.WriteString("image_id", text);
        else json.WriteNumber("image_id", picture.ImageId);
        json.WriteString("file_name", picture.FileName);
        if (picture.Frame is { } frame) WriteFrame(json, frame, index);
        json.WriteNumber("category_id", categoryId);
        json.WriteString("category", className);
        json.WriteStartArray("bbox");
        json.WriteNumberValue(box.X1);
        json.WriteNumberValue(box.Y1);
        json.WriteNumberValue(box.Width);
        json.WriteNumberValue(box.Height);
        json.WriteEndArray();
        json.WriteNumber("score", detection.Score);
        if (detection.Mask is { } mask) RunLengthsWriter.Write(json, "segmentation", mask);
        json.WriteEndObject();
    }
    private static void WriteFrame(Utf8JsonWriter json, VideoFrame frame, int index)
    {
        json.WriteNumber("frame", frame.Number);
        json.WriteNumber("time_s", Math.Round(frame.Time.TotalSeconds, 3));
        if (index < frame.TrackIds.Count && frame.TrackIds[index] > 0) json.WriteNumber("track_id", frame.TrackIds[index]);
        if (frame.IsPredicted) json.WriteBoolean("predicted", true);
    }
}
