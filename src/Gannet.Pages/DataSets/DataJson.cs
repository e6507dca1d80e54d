using System.Text.Json;
using Gannet.Datasets.Statistics;
using Gannet.Evaluation.Doubts;

namespace Gannet.Pages.DataSets;

/// <summary>The page about a data set as JSON.</summary>
public static class DataJson
{
    /// <summary>Writes one object.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="report">What is known.</param>
    public static void Write(Utf8JsonWriter json, DataReport report)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartObject();
        WriteCounts(json, report.Statistics);
        WriteList(json, "findings", DataFindings.Of(report), static (json, finding) => json.WriteStringValue(finding));
        WriteList(json, "splits", report.Splits, static (json, split) =>
        {
            json.WriteStartObject();
            json.WriteString("name", split.Name);
            json.WriteNumber("pictures", split.Pictures);
            json.WriteEndObject();
        });
        WriteList(json, "sharedSplits", report.Shared, static (json, problem) => json.WriteStringValue(problem.What));
        WriteList(json, "coinciding", report.Coinciding, (json, pair) =>
        {
            var picture = report.Dataset.Images[pair.Picture];
            json.WriteStartObject();
            json.WriteString("picture", picture.FileName);
            WriteList(json, "classes", [pair.First, pair.Second], (json, k) => json.WriteStringValue(report.Dataset.Classes[picture.Annotations[k].Label]));
            json.WriteNumber("iou", pair.Overlap);
            json.WriteEndObject();
        });
        if (report.Similar is { } similar) WriteList(json, "nearDuplicates", similar, Write);
        if (report.Fit is { } fit) Write(json, fit);
        if (report.Doubts is { } doubts) WriteList(json, "doubts", doubts.Doubts, (json, doubt) => Write(json, doubts, doubt));
        json.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter json, DatasetStatistics s)
    {
        json.WriteNumber("pictures", s.Images);
        json.WriteNumber("negatives", s.Negatives);
        json.WriteNumber("boxes", s.Boxes);
        json.WriteNumber("crowds", s.Crowds);
        json.WriteNumber("difficult", s.Difficult);
        json.WriteNumber("small", s.Small);
        json.WriteNumber("medium", s.Medium);
        json.WriteNumber("large", s.Large);
        json.WriteNumber("overlappingShare", s.OverlappingShare);
        Write(json, "boxesPerPicture", s.BoxesPerImage);
        Write(json, "boxSide", s.BoxSide);
        Write(json, "boxAspect", s.BoxAspect);
        json.WriteStartObject("perClass");
        foreach (var one in s.PerClass)
        {
            json.WriteStartObject(one.Name);
            json.WriteNumber("boxes", one.Boxes);
            json.WriteNumber("pictures", one.Images);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteList(json, "pictureSizes", s.ImageSizes, static (json, size) =>
        {
            json.WriteStartObject();
            json.WriteNumber("width", size.Width);
            json.WriteNumber("height", size.Height);
            json.WriteNumber("pictures", size.Images);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, SimilarPictures similar)
    {
        json.WriteStartObject();
        json.WriteString("first", similar.First);
        json.WriteString("second", similar.Second);
        json.WriteNumber("distance", similar.Distance);
        if (similar.Apart is { } apart) WriteList(json, "splits", [apart.First, apart.Second], static (json, name) => json.WriteStringValue(name));
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, InputFit fit)
    {
        json.WriteStartObject("input");
        json.WriteString("detector", fit.Detector);
        WriteList(json, "perClass", [.. fit.PerClass], static (json, one) =>
        {
            json.WriteStartObject();
            json.WriteString("name", one.Name);
            json.WriteNumber("objects", one.Objects);
            json.WriteNumber("noAnchorAt70", one.Beyond70);
            json.WriteNumber("noAnchorAt50", one.Beyond50);
            json.WriteNumber("tiny", one.Tiny);
            json.WriteNumber("lost", one.Lost);
            Write(json, "side", Distribution.Of(one.Sides));
            json.WriteEndObject();
        });
        WriteList(json, "suggestedShapes", fit.Suggested, static (json, shape) =>
        {
            json.WriteStartArray();
            json.WriteNumberValue(shape.Height);
            json.WriteNumberValue(shape.Width);
            json.WriteEndArray();
        });
        json.WriteNumber("meanIou", fit.MeanIou.Own);
        json.WriteNumber("meanIouSuggested", fit.MeanIou.Suggested);
        if (fit.Advice is { } advice) json.WriteString("advice", advice);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, DoubtReport report, LabelDoubt doubt)
    {
        json.WriteStartObject();
        json.WriteString("picture", report.FileName(doubt));
        json.WriteString("kind", doubt.Kind.ToString());
        json.WriteNumber("doubt", doubt.Score);
        if (doubt.Annotation is { } k)
        {
            json.WriteNumber("annotation", k);
            json.WriteString("class", report.Dataset.Classes[report.Dataset.Images[doubt.Picture].Annotations[k].Label]);
        }

        WriteBox(json, "bbox", doubt.Box);
        if (doubt.Seen is { } seen)
        {
            json.WriteStartObject("seen");
            json.WriteString("class", report.Dataset.Classes[seen.Label]);
            json.WriteNumber("score", seen.Score);
            WriteBox(json, "bbox", seen.Box);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteBox(Utf8JsonWriter json, string name, Box box) =>
        WriteList(json, name, [box.X1, box.Y1, box.Width, box.Height], static (json, value) => json.WriteNumberValue(value));

    private static void Write(Utf8JsonWriter json, string name, Distribution d)
    {
        json.WriteStartObject(name);
        json.WriteNumber("minimum", d.Minimum);
        json.WriteNumber("tenth", d.Tenth);
        json.WriteNumber("median", d.Median);
        json.WriteNumber("ninetieth", d.Ninetieth);
        json.WriteNumber("maximum", d.Maximum);
        json.WriteNumber("mean", d.Mean);
        json.WriteEndObject();
    }

    private static void WriteList<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> values, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var value in values) write(json, value);
        json.WriteEndArray();
    }
}
