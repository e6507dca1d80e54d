using System.Text.Encodings.Web;
using System.Text.Json;
using Gannet.Datasets.Writing;
using Gannet.Masks;

namespace Gannet.Datasets.Coco;

/// <summary>Writes the annotation file of COCO's format.</summary>
public static class CocoAnnotations
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes categories, images and annotations.</summary>
    /// <param name="stream">Where to write.</param>
    /// <param name="split">The data set.</param>
    /// <param name="fileNames">For each picture what the file says of its place.</param>
    /// <exception cref="ArgumentException">The numbers of pictures and names differ.</exception>
    public static void Write(Stream stream, AnnotatedDataset split, IReadOnlyList<string> fileNames)
    {
        ArgumentNullException.ThrowIfNull(split);
        ArgumentNullException.ThrowIfNull(fileNames);
        if (fileNames.Count != split.Images.Count) throw new ArgumentException($"There are {fileNames.Count} names for {split.Images.Count} pictures.", nameof(fileNames));
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        json.WriteStartArray("categories");
        for (var k = 0; k < split.Classes.Count; k++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", split.CategoryIds[k]);
            json.WriteString("name", split.Classes[k]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        for (var i = 0; i < fileNames.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", split.Images[i].Id);
            json.WriteString("file_name", fileNames[i]);
            json.WriteNumber("width", split.Images[i].Width);
            json.WriteNumber("height", split.Images[i].Height);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("annotations");
        var keepIds = HasOwnIds(split);
        long next = 1;
        foreach (var picture in split.Images)
        {
            foreach (var annotation in picture.Annotations)
                WriteAnnotation(json, split, picture, annotation, keepIds ? annotation.Id : next++);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // pycocotools reads id 0 as "not matched", so ids start at 1 unless the data set has its own.
    private static bool HasOwnIds(AnnotatedDataset split)
    {
        var seen = new HashSet<long>();
        return split.Images.All(picture => picture.Annotations.All(annotation => annotation.Id > 0 && seen.Add(annotation.Id)));
    }

    private static void WriteAnnotation(
        Utf8JsonWriter json, AnnotatedDataset split, AnnotatedImage picture, Annotation annotation, long id)
    {
        var (x, y) = (DecimalNumbers.Shortest(annotation.Box.X1), DecimalNumbers.Shortest(annotation.Box.Y1));
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", picture.Id);
        json.WriteNumber("category_id", split.CategoryIds[annotation.Label]);
        json.WriteStartArray("bbox");
        json.WriteNumberValue(x);
        json.WriteNumberValue(y);
        json.WriteNumberValue(DecimalNumbers.Size(x, annotation.Box.X2));
        json.WriteNumberValue(DecimalNumbers.Size(y, annotation.Box.Y2));
        json.WriteEndArray();
        json.WriteNumber("area", annotation.EffectiveArea);
        json.WriteNumber("iscrowd", annotation.IsCrowd ? 1 : 0);
        if (annotation.IsDifficult) json.WriteNumber("ignore", 1);
        if (annotation.Segmentation is { } outline) WriteOutline(json, outline);
        json.WriteEndObject();
    }

    private static void WriteOutline(Utf8JsonWriter json, Segmentation outline)
    {
        if (outline.Runs is not { } runs)
        {
            json.WriteStartArray("segmentation");
            foreach (var polygon in outline.Polygons)
            {
                json.WriteStartArray();
                foreach (var number in polygon) json.WriteNumberValue(number);
                json.WriteEndArray();
            }

            json.WriteEndArray();
            return;
        }

        RunLengthsWriter.Write(json, "segmentation", runs);
    }
}
