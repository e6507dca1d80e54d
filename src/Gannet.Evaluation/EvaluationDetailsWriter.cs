using System.Text.Json;
using Gannet.Evaluation.Errors;
using Gannet.Evaluation.Matching;

namespace Gannet.Evaluation;

/// <summary>Writes what an evaluation got wrong as the member <c>details</c> of its JSON.</summary>
internal static class EvaluationDetailsWriter
{
    // Enough to look at; a data set of a hundred thousand pictures would make a file that no editor opens.
    private const int MostPictures = 1000;

    public static void Write(Utf8JsonWriter json, EvaluationDetails details)
    {
        json.WriteStartObject("details");
        WriteCurves(json, details);
        WriteThresholds(json, details);
        WriteConfusion(json, details);
        WriteCosts(json, details.Costs);
        WriteCalibration(json, details);
        json.WriteStartArray("pictures");
        foreach (var picture in PictureErrors.Rank(details.Kept, details.Errors).Take(MostPictures)) WritePicture(json, details.Kept, picture);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCurves(Utf8JsonWriter json, EvaluationDetails details)
    {
        json.WriteStartObject("curves");
        foreach (var curve in details.Curves)
        {
            json.WriteStartObject(curve.Name);
            json.WriteNumber("AP50", curve.AP50);
            json.WriteStartArray("precision");
            foreach (var value in curve.Precision) json.WriteNumberValue(value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteThresholds(Utf8JsonWriter json, EvaluationDetails details)
    {
        json.WriteStartObject("bestF1");
        foreach (var best in details.Thresholds)
        {
            json.WriteStartObject(best.Name);
            if (double.IsFinite(best.Threshold)) json.WriteNumber("threshold", best.Threshold);
            else json.WriteNull("threshold");
            json.WriteNumber("F1", best.F1);
            json.WriteNumber("precision", best.Precision);
            json.WriteNumber("recall", best.Recall);
            json.WriteNumber("found", best.Found);
            json.WriteNumber("kept", best.Kept);
            json.WriteNumber("objects", best.Objects);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteConfusion(Utf8JsonWriter json, EvaluationDetails details)
    {
        var matrix = details.Confusion;
        json.WriteStartObject("confusion");
        json.WriteStartArray("classes");
        foreach (var name in details.Matches.Dataset.Classes) json.WriteStringValue(name);
        json.WriteEndArray();
        json.WriteStartArray("rows");
        for (var truth = 0; truth <= matrix.Background; truth++)
        {
            json.WriteStartArray();
            for (var detected = 0; detected <= matrix.Background; detected++) json.WriteNumberValue(matrix[truth, detected]);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCosts(Utf8JsonWriter json, ErrorCosts costs)
    {
        json.WriteStartObject("errors");
        foreach (var (type, count, cost) in costs.PerType)
        {
            json.WriteStartObject(type.ShortName());
            json.WriteNumber("count", count);
            json.WriteNumber("cost", cost);
            json.WriteEndObject();
        }

        json.WriteNumber("falsePositives", costs.FalsePositives);
        json.WriteNumber("falseNegatives", costs.FalseNegatives);
        json.WriteEndObject();
    }

    private static void WriteCalibration(Utf8JsonWriter json, EvaluationDetails details)
    {
        if (details.Calibration is not { } calibration)
        {
            json.WriteNull("calibration");
            return;
        }

        json.WriteStartObject("calibration");
        json.WriteNumber("ECE", calibration.Error);
        json.WriteStartArray("bins");
        foreach (var bin in calibration.Bins)
        {
            json.WriteStartObject();
            json.WriteNumber("detections", bin.Detections);
            json.WriteNumber("meanScore", bin.MeanScore);
            json.WriteNumber("trueShare", bin.TrueShare);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("perClass");
        for (var label = 0; label < details.CalibrationPerClass.Count; label++)
            json.WriteNumber(details.Matches.Dataset.Classes[label], details.CalibrationPerClass[label]?.Error ?? -1);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePicture(Utf8JsonWriter json, DatasetMatches matches, PictureErrors picture)
    {
        json.WriteStartObject();
        json.WriteString("file", matches.Dataset.Images[picture.Picture].FileName);
        json.WriteNumber("badness", picture.Badness);
        json.WriteStartArray("errors");
        foreach (var error in picture.Errors)
        {
            json.WriteStartObject();
            json.WriteString("type", error.Type.ShortName());
            if (error.Detection >= 0)
            {
                var detection = matches.Detections[error.Detection];
                json.WriteString("class", matches.Dataset.Classes[detection.Label]);
                json.WriteNumber("score", detection.Score);
                WriteBox(json, "bbox", detection.Box);
            }

            if (error.Truth >= 0)
            {
                var truth = matches.Truths[error.Truth];
                json.WriteString("truthClass", matches.Dataset.Classes[truth.Label]);
                WriteBox(json, "truthBox", truth.Box);
                if (error.Detection >= 0) json.WriteNumber("iou", error.Iou);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteBox(Utf8JsonWriter json, string name, Box box)
    {
        json.WriteStartArray(name);
        foreach (var value in (float[])[box.X1, box.Y1, box.Width, box.Height]) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
