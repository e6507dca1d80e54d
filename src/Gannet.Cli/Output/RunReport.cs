using System.Globalization;
using Gannet.Cli.Input;
using Gannet.Detection;
using Gannet.Evaluation;
using Gannet.Training;
using Gannet.Training.Reports;
using Gannet.Training.Setup;

namespace Gannet.Cli.Output;

/// <summary>The page that shows how good a detector is.</summary>
internal static class RunReport
{
    private const int Examples = 8;

    /// <summary>The report of a training, from what its folder holds and what its best model found.</summary>
    public static void WriteTraining(
        RunFolder folder, string preset, TrainingData data, TrainingOptions options, double seconds,
        DetectedDataset detected, EvaluationReport? evaluation)
    {
        var metrics = RunMetrics.Read(folder.Metrics);
        HtmlReport.Write(new ReportContent
        {
            Title = $"{preset}: {string.Join(", ", detected.Dataset.Classes)}",
            Facts =
            [
                ("Preset", preset),
                ("Data", data.Description),
                ("Epochs", options.Epochs.ToString(CultureInfo.InvariantCulture)),
                ("Batch", options.BatchSize.ToString(CultureInfo.InvariantCulture)),
                ("Time", string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")),
            ],
            Scores = evaluation?.Coco,
            Steps = metrics.Steps,
            Epochs = metrics.Epochs,
            Examples = ExampleImages.ForReport(detected, Examples, folder.Report),
        }, folder.Report);
    }

    /// <summary>The report of an evaluation.</summary>
    public static void WriteEvaluation(
        string folder, string model, Detector detector, DetectedDataset detected, EvaluationReport evaluation)
    {
        var dataset = detected.Dataset;
        HtmlReport.Write(new ReportContent
        {
            Title = $"{Path.GetFileName(model)}: {string.Join(", ", detector.Classes)}",
            Facts =
            [
                ("Model", model),
                ("Preset", detector.Preset),
                ("Data", $"{dataset.Root}{(dataset.Split is { } split ? $", split {split}" : "")}"),
                ("Pictures", evaluation.Images.ToString(CultureInfo.InvariantCulture)),
                ("Objects", evaluation.Boxes.ToString(CultureInfo.InvariantCulture)),
            ],
            Scores = evaluation.Coco,
            Examples = ExampleImages.ForReport(detected, Examples, folder),
        }, folder);
    }
}
