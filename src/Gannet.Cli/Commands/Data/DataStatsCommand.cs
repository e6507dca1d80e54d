using System.CommandLine;
using System.Globalization;
using System.Text;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Cli.Progress;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Statistics;
using Gannet.Detection;
using Gannet.Detection.Models;
using Gannet.Detection.Pictures;
using Gannet.Evaluation.Doubts;
using Gannet.Pages.DataSets;
using Gannet.Training.Diagnosis;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data stats</c>: a data set in numbers, and what will make a training on it fail.</summary>
internal sealed class DataStatsCommand : GannetCommand
{
    private const string MarkdownName = "stats.md", JsonName = "stats.json";

    private readonly DatasetOptions _dataset;
    private readonly Option<bool> _quick = new("--quick") { Description = "Look only at the annotations; do not open the pictures to find similar ones." };
    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "Compare the objects with the input size and the anchors of this preset or YAML file [default: the model's].",
        HelpName = "NAME",
    };

    private readonly Option<string?> _model = new("--model")
    {
        Description = "List labels to doubt: missing, of the wrong class or badly placed according to this model or ONNX graph.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = $"Write a page, {MarkdownName} and {JsonName} to this folder.",
        HelpName = "DIR",
    };

    private readonly DeviceOption _device = new();
    private readonly JsonOption _json = new();

    public DataStatsCommand(CommandContext context)
        : base(context, "stats", "Describes pictures, boxes and classes, and finds what will make a training fail: similar pictures, small objects, doubtful labels.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_quick);
        Options.Add(_preset);
        Options.Add(_model);
        Options.Add(_device);
        Options.Add(_report);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        if (parse.GetValue(_preset) is { } preset) _ = Presets.Get(preset); // report a mistake before reading the data
        if (parse.GetValue(_model) is { } model && !File.Exists(model)) throw new FileNotFoundException($"{model}: there is no such model.");
        var report = Look(parse, cancellation);
        var json = parse.GetValue(_json);
        Context.WriteJson(json, writer => DataJson.Write(writer, report));
        if (parse.GetValue(_report) is { } folder) Write(report, folder, cancellation);
        if (json != "-") DataStatsText.Write(Context.Output, report);
        return ExitCode.Done;
    }

    private DataReport Look(ParseResult parse, CancellationToken cancellation)
    {
        var (path, options) = (_dataset.Path(parse), _dataset.ReadOptions(parse));
        var reading = UprightLabels.Of(DatasetReader.Read(path, options));
        DatasetOptions.Describe(reading, Context, path);
        var splits = DataSplits.Read(path, options, reading);
        var dataset = reading.Dataset;
        var report = new DataReport(dataset, DatasetStatistics.Compute(dataset))
        {
            Splits = splits.All,
            Shared = splits.Shared,
            Coinciding = CoincidingBoxes.Find(dataset),
        };
        if (!parse.GetValue(_quick))
        {
            var hashes = NearDuplicates.Hash(dataset.Images, cancellation);
            report = report with
            {
                Similar = [.. NearDuplicates.Find(hashes, cancellation).Select(pair => splits.Describe(pair, dataset.Images))],
                Unreadable = hashes.Count(static hash => hash is null),
            };
        }

        if (parse.GetValue(_preset) is { } preset)
        {
            using var detector = Detector.Compose(Presets.Get(preset), dataset.Classes.Count > 0 ? dataset.Classes : ["object"], preset);
            report = report with { Fit = InputFitting.Of(detector, dataset) };
        }

        return parse.GetValue(_model) is { } model ? Doubt(parse, report, model, cancellation) : report;
    }

    private DataReport Doubt(ParseResult parse, DataReport report, string model, CancellationToken cancellation)
    {
        var (path, options) = (_dataset.Path(parse), _dataset.ReadOptions(parse));
        DetectedDataset detected;
        if (PictureModel.IsGraph(model))
        {
            using var graph = PictureModel.Open(model);
            detected = DetectedDataset.Detect(Context, graph, ModelDataset.Read(Context.Quiet(), path, options, model, graph.Classes, findsClasses: true), cancellation);
        }
        else
        {
            using var detector = Detector.Load(model, _device.Of(parse, Context));
            if (report.Fit is null) report = report with { Fit = InputFitting.Of(detector, report.Dataset) };
            var dataset = ModelDataset.Read(Context.Quiet(), path, options, model, detector.Classes, detector.HasSecondStage);
            detected = DetectedDataset.Detect(Context, detector, dataset, options.Strict, cancellation);
        }

        return report with { Doubts = new(model, detected.Dataset, LabelDoubts.Rank(detected.Dataset, detected.Found)) };
    }

    private void Write(DataReport report, string folder, CancellationToken cancellation)
    {
        if (report.Doubts is { } doubts) report = report with { Doubts = doubts with { Pictures = DoubtPictures.Draw(doubts, DataPage.MostPictures, cancellation) } };
        var page = DataPage.Compose(report).Write(folder);
        AtomicFile.Write(Path.Combine(folder, MarkdownName), stream => stream.Write(Encoding.UTF8.GetBytes(DataMarkdown.Render(report))));
        Context.WriteJson(Path.Combine(folder, JsonName), writer => DataJson.Write(writer, report));
        Context.Error.WriteLine($"Report: {page}");
    }
}
