using System.Globalization;
using System.Text.Json.Nodes;
using Gannet.Detection;
using Gannet.Training;
using Gannet.Training.Evaluation;
using Gannet.Training.Reports;
using Gannet.Training.Setup;
using Gannet.Vision.Drawing;
using Gannet.Vision.Evaluation;
using Gannet.Vision.Pictures;

namespace Gannet.Cli;

/// <summary>Writes the report of a training from what its folder holds.</summary>
internal static class RunReport
{
    private const int Examples = 8;
    private const float ExampleScore = 0.5f;

    public static EvaluationReport? Write(
        RunFolder folder, Detector last, TrainingData data, TrainingOptions options, double seconds, CancellationToken cancellation)
    {
        var shown = data.Validation ?? data.Training;
        using var best = Detector.Load(folder.BestModel);
        var pictures = shown with { Pictures = [.. shown.Pictures.Take(Examples)] };
        var found = DetectorEvaluator.Detect(best, pictures, null, cancellation);
        var examples = pictures.Pictures.Select((picture, k) => Draw(folder, picture.Path, k, found[k], best.Classes)).ToList();
        var evaluation = data.Validation is null ? null : DetectorEvaluator.Evaluate(best, data.Validation, null, cancellation);
        var (steps, epochs) = ReadMetrics(folder.Metrics);
        HtmlReport.Write(new ReportContent
        {
            Title = $"{last.Preset}: {string.Join(", ", last.Classes)}",
            Facts =
            [
                ("Preset", last.Preset),
                ("Data", data.Description),
                ("Epochs", options.Epochs.ToString(CultureInfo.InvariantCulture)),
                ("Batch", options.BatchSize.ToString(CultureInfo.InvariantCulture)),
                ("Time", string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")),
            ],
            Scores = evaluation?.Coco,
            Steps = steps,
            Epochs = epochs,
            Examples = examples,
        }, folder.Report);
        return evaluation;
    }

    private static ReportExample Draw(RunFolder folder, string path, int number, IReadOnlyList<Vision.Detection> found, IReadOnlyList<string> classes)
    {
        var name = $"examples/{number + 1}.jpg";
        var target = Path.Combine(folder.Report, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        Vision.Detection[] sure = [.. found.Where(static d => d.Score >= ExampleScore)];
        PictureEncoder.Write(BoxDrawer.Draw(PictureDecoder.Decode(path), [.. sure.Select(d => DrawnBox.Of(d, classes))]), target);
        return new(name, $"{Path.GetFileName(path)}: {sure.Length} objects");
    }

    private static (List<LossPoint> Steps, List<EpochScore> Epochs) ReadMetrics(string path)
    {
        List<LossPoint> steps = [];
        List<EpochScore> epochs = [];
        foreach (var row in File.ReadLines(path).Select(static line => JsonNode.Parse(line)!.AsObject()))
        {
            if (row["losses"] is JsonObject losses)
            {
                steps.Add(new((int)row["step"]!, (int)row["epoch"]!, (double)row["loss"]!,
                    losses.ToDictionary(static l => l.Key, static l => (double)l.Value!), (double)row["rate"]!));
            }
            else if (row["AP"] is { } score)
            {
                epochs.Add(new((int)row["epoch_done"]!, (double)score, (double)row["AP50"]!));
            }
        }

        return (steps, epochs);
    }
}
