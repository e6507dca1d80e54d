using System.Text.Encodings.Web;
using System.Text.Json;
using Gannet.Datasets;
using Gannet.Datasets.Splitting;

namespace Gannet.Labelling.Retraining;

/// <summary>The labels so far as a COCO data set of their own: a training reads them while a person labels on.</summary>
/// <remarks>Pictures stay where they are. Those that nobody has labelled are left out: most formats would take them for pictures without objects.
/// Pictures of a test split are left out, those of a validation split are scored.</remarks>
internal static class TrainingSnapshot
{
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the data set into a folder.</summary>
    /// <returns>How many pictures there are to learn from, and how many objects they show.</returns>
    public static (int Pictures, int Objects) Write(LabelProject project, string folder)
    {
        var pictures = project.Editor.Pictures;
        var bySplit = project.Labelled().ToLookup(p => pictures[p].Split is { } split ? SplitRoles.Of(split) : SplitRole.Unknown);
        var learnt = project.Dataset(bySplit.Where(static group => group.Key is not (SplitRole.Test or SplitRole.Validation)).SelectMany(static group => group));
        var scored = project.Dataset(bySplit[SplitRole.Validation]);
        WriteFile(Path.Combine(folder, "annotations", "instances_train.json"), learnt);
        if (scored.Images.Count > 0) WriteFile(Path.Combine(folder, "annotations", "instances_val.json"), scored);
        return (learnt.Images.Count, learnt.CountAnnotations());
    }

    private static void WriteFile(string path, AnnotatedDataset dataset) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, s_json);
        json.WriteStartObject();
        json.WriteStartArray("categories");
        for (var k = 0; k < dataset.Classes.Count; k++)
        {
            json.WriteStartObject();
            json.WriteNumber("id", k + 1);
            json.WriteString("name", dataset.Classes[k]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("images");
        foreach (var picture in dataset.Images)
        {
            json.WriteStartObject();
            json.WriteNumber("id", picture.Id);
            json.WriteString("file_name", picture.Path);
            json.WriteNumber("width", picture.Width);
            json.WriteNumber("height", picture.Height);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("annotations");
        var id = 1;
        foreach (var picture in dataset.Images)
        {
            foreach (var label in picture.Annotations) WriteLabel(json, id++, picture, label);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static void WriteLabel(Utf8JsonWriter json, int id, AnnotatedImage picture, Annotation label)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteNumber("image_id", picture.Id);
        json.WriteNumber("category_id", label.Label + 1);
        json.WriteStartArray("bbox");
        foreach (var value in (float[])[label.Box.X1, label.Box.Y1, label.Box.Width, label.Box.Height]) json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteNumber("area", label.Box.Area);
        json.WriteNumber("iscrowd", label.IsCrowd ? 1 : 0);
        if (label.IsDifficult) json.WriteNumber("ignore", 1);
        json.WriteEndObject();
    }
}
