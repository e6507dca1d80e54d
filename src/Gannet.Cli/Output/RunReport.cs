using System.Globalization;
using Gannet.Cli.Input;
using Gannet.Evaluation;
using Gannet.Training;
using Gannet.Training.Diagnosis;
using Gannet.Training.Reports;
using Gannet.Training.Setup;

namespace Gannet.Cli.Output;

/// <summary>The page that shows how a training went.</summary>
internal static class RunReport
{
    /// <summary>Pictures that a report shows, and how many of them also as they were before the training.</summary>
    public const int Examples = 8, Before = 4;

    /// <summary>Writes the report of a training, from its run folder and the detections of its best model.</summary>
    public static void WriteTraining(
        RunFolder folder, string preset, TrainingData data, TrainingOptions options, double seconds,
        DetectedDataset detected, EvaluationReport? evaluation, LayerStatistics? layers,
        IReadOnlyDictionary<string, IReadOnlyList<DetectedObject>>? before)
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
            Layers = layers,
            Steps = metrics.Steps,
            Epochs = metrics.Epochs,
            Examples = ExampleImages.ForReport(detected, Examples, folder.Report, before),
        }, folder.Report);
    }

    /// <summary>The names of a few classes, or the number of many, which the score table lists.</summary>
    public static string Classes(IReadOnlyList<string> names)
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
