using System.Text.Json;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Comparison;
using Gannet.Evaluation.Errors;
using Gannet.Evaluation.Voc;

namespace Gannet.Evaluation;

/// <summary>Writes an evaluation as JSON: the names and values of pycocotools, with perClass, voc07, voc, images and boxes, and masks
/// if they were scored in addition to boxes.</summary>
public static class EvaluationReportWriter
{
    private static readonly JsonWriterOptions s_options = new() { Indented = true, NewLine = "\n" };

    internal static readonly string[] NumberNames = ["AP", "AP50", "AP75", "APs", "APm", "APl", "AR1", "AR10", "AR100", "ARs", "ARm", "ARl"];

    /// <summary>Writes the report as a JSON file of one object.</summary>
    public static void Write(Stream stream, EvaluationReport report)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        Write(json, report);
    }

    /// <summary>Writes the report as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, EvaluationReport report) => Write(json, report, name: null, details: null);

    /// <summary>Writes the report as one JSON object, with what went wrong.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="report">The scores.</param>
    /// <param name="name">What was evaluated, as a comparison names it; null for nothing.</param>
    /// <param name="details">What went wrong; null for the scores alone.</param>
    /// <param name="compared">Another evaluation, whose numbers are written as <c>comparison</c>; null for none.</param>
    public static void Write(
        Utf8JsonWriter json, EvaluationReport report, string? name, EvaluationDetails? details, ComparedEvaluation? compared = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(report);
        json.WriteStartObject();
        if (name is not null) json.WriteString("name", name);
        WriteCoco(json, report.Coco);
        if (report.Proposals is { } proposals)
        {
            // AR100 is already among COCO's numbers, with the same value.
            json.WriteNumber("AR300", proposals.AR300);
            json.WriteNumber("AR1000", proposals.AR1000);
        }

        WriteVoc(json, "voc07", report.Voc07);
        WriteVoc(json, "voc", report.Voc);
        json.WriteNumber("images", report.Images);
        json.WriteNumber("boxes", report.Boxes);
        if (report.Masks is { } masks)
        {
            json.WriteStartObject("masks");
            WriteCoco(json, masks);
            json.WriteEndObject();
        }

        if (details is not null) EvaluationDetailsWriter.Write(json, details);
        if (compared is not null) WriteComparison(json, compared);
        json.WriteEndObject();
    }

    private static void WriteCoco(Utf8JsonWriter json, CocoScores coco)
    {
        foreach (var (name, value) in Numbers(coco)) json.WriteNumber(name, value);
        json.WriteStartObject("perClass");
        foreach (var scores in coco.PerClass)
        {
            json.WriteStartObject(scores.Name);
            json.WriteNumber("AP", scores.AP);
            json.WriteNumber("AP50", scores.AP50);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteComparison(Utf8JsonWriter json, ComparedEvaluation compared)
    {
        json.WriteStartObject("comparison");
        json.WriteString("name", compared.Name);
        foreach (var (name, value) in compared.Numbers) json.WriteNumber(name, value);
        json.WriteStartObject("perClass");
        foreach (var (name, scores) in compared.PerClass)
        {
            json.WriteStartObject(name);
            json.WriteNumber("AP", scores.AP);
            json.WriteNumber("AP50", scores.AP50);
            json.WriteNumber("F1", scores.F1);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("errors");
        foreach (var (type, cost) in compared.Costs) json.WriteNumber(type.ShortName(), cost);
        json.WriteEndObject();
        json.WriteNumber("ECE", compared.CalibrationError);
        json.WriteEndObject();
    }

    private static void WriteVoc(Utf8JsonWriter json, string name, VocScores scores)
    {
        json.WriteStartObject(name);
        json.WriteNumber("mAP", scores.MeanAP);
        json.WriteEndObject();
    }

    /// <summary>The twelve numbers with pycocotools' names.</summary>
    internal static (string Name, double Value)[] Numbers(CocoScores coco) =>
    [
        ("AP", coco.AP), ("AP50", coco.AP50), ("AP75", coco.AP75), ("APs", coco.APs), ("APm", coco.APm), ("APl", coco.APl),
        ("AR1", coco.AR1), ("AR10", coco.AR10), ("AR100", coco.AR100), ("ARs", coco.ARs), ("ARm", coco.ARm), ("ARl", coco.ARl),
    ];
}
