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

    /// <summary>Writes the report of a training, from its run folder and the detections of its best model.</summary>
    public static void WriteTraining(
        RunFolder folder, string preset, TrainingData data, TrainingOptions options, double seconds,
        DetectedDataset detected, EvaluationReport? evaluation)
    {
        var metrics = RunMetrics.Read(folder.Metrics);
        HtmlReport.Write(new ReportContent
        {
            Title = $"{preset}: {Classes(detected.Dataset.Classes)}",
            Facts =
            [
                ("Preset", preset),
                ("Data", data.Description),
                ("Epochs", Reached(metrics.Steps, static step => step.Epoch, options.Epochs)),
                ("Steps", Reached(metrics.Steps, static step => step.Step, null)),
                ("Batch", options.BatchSize.ToString(CultureInfo.InvariantCulture)),
                ("Time", string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s")),
            ],
            Scores = evaluation?.Coco,
            Steps = metrics.Steps,
            Epochs = metrics.Epochs,
            Examples = ExampleImages.ForReport(detected, Examples, folder.Report),
        }, folder.Report);
    }

    /// <summary>Writes the report of an evaluation.</summary>
    /// <param name="folder">The report's folder.</param>
    /// <param name="model">The model's file.</param>
    /// <param name="detector">The model.</param>
    /// <param name="detected">What it found.</param>
    /// <param name="evaluation">Its scores.</param>
    /// <param name="views">The views and tiles that were looked at; null for a single look.</param>
    public static void WriteEvaluation(
        string folder, string model, Detector detector, DetectedDataset detected, EvaluationReport evaluation, string? views = null)
    {
        var dataset = detected.Dataset;
        HtmlReport.Write(new ReportContent
        {
            Title = $"{Path.GetFileName(model)}: {Classes(detector.Classes)}",
            Facts =
            [
                ("Model", model),
                ("Preset", detector.Preset),
                ("Data", $"{dataset.Root}{(dataset.Split is { } split ? $", split {split}" : "")}"),
                .. views is null ? [] : new[] { ("Views", views) },
                ("Pictures", evaluation.Images.ToString(CultureInfo.InvariantCulture)),
                ("Objects", evaluation.Boxes.ToString(CultureInfo.InvariantCulture)),
            ],
            Scores = evaluation.Coco,
            Examples = ExampleImages.ForReport(detected, Examples, folder),
        }, folder);
    }

    // The score table lists all of them.
    private static string Classes(IReadOnlyList<string> names)
    {
        const int Named = 4;
        return names.Count <= Named ? string.Join(", ", names) : $"{names.Count} classes";
    }

    private static string Reached(IReadOnlyList<LossPoint> steps, Func<LossPoint, int> number, int? whole)
    {
        var reached = steps.Count == 0 ? 0 : number(steps[^1]);
        return whole is { } all && reached < all
            ? string.Create(CultureInfo.InvariantCulture, $"{reached} of {all}")
            : reached.ToString(CultureInfo.InvariantCulture);
    }
}
