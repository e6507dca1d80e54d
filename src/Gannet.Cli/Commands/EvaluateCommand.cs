using System.CommandLine;
using Gannet.Cli.Distributed;
using Gannet.Cli.Input;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Cli.Parsing;
using Gannet.Datasets;
using Gannet.Datasets.Reading;
using Gannet.Detection;
using Gannet.Evaluation;
using Gannet.Evaluation.Overlaps;
using Gannet.Evaluation.Results;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet evaluate</c>: scores a model or a file of detections by the rules of COCO and VOC.</summary>
internal sealed class EvaluateCommand : GannetCommand
{
    private readonly DatasetOptions _dataset;
    private readonly Option<string?> _model = new("--model") { Description = "Model or ONNX graph to score on the pictures.", HelpName = "FILE" };
    private readonly Option<string?> _detections = new("--detections")
    {
        Description = "COCO results file to score instead of a model; pictures are opened only for --report.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write what is right and wrong to this folder, with the worst pictures: a page, Markdown and JSON.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _compare = new("--compare")
    {
        Description = "Set another evaluation beside it in the report: a report.json, or what --json wrote.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _save = new("--save-detections")
    {
        Description = "Write the model's detections as a COCO results file (only with --model).",
        HelpName = "FILE",
    };

    private readonly IouOption _overlap = new();
    private readonly ThresholdsOption _thresholds = new();
    private readonly DeviceOption _device = new();
    private readonly JsonOption _json = new();
    private readonly PrecisionOption _precision;
    private readonly ViewOptions _views;
    private readonly WorldOptions _world;

    public EvaluateCommand(CommandContext context)
        : base(context, "evaluate", "Scores a model or a file of detections: COCO's twelve numbers, AP per class, VOC's mAP.")
    {
        Options.Add(_model);
        Options.Add(_detections);
        _dataset = new DatasetOptions(
            this, "A split, the pictures that a training holds out, or all. Default: held-out pictures for a model, all for a file.",
            $"NAME|{ScoredImages.HeldOut}|{ScoredImages.All}");
        Options.Add(_overlap);
        Options.Add(_thresholds);
        Options.Add(_device);
        _precision = new(this);
        _views = new(this);
        Options.Add(_json);
        Options.Add(_report);
        Options.Add(_compare);
        Options.Add(_save);
        _world = new(this);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        _views.Check(parse);
        if (parse.GetValue(_compare) is not null && parse.GetValue(_report) is null) throw new UsageException("--compare needs --report, which shows the two side by side.");
        if (_world.Launch(parse, Context, cancellation) is { } code) return code;
        if (WorkerGroup.IsOther && (parse.GetValue(_model) is not { } shared || OnnxPictureDetector.IsFor(shared))) return ExitCode.Done; // the first process does it alone
        if (parse.GetValue(_model) is null) _views.Refuse(parse, "needs --model; a results file has no pictures.");
        return (parse.GetValue(_model), parse.GetValue(_detections)) switch
        {
            ({ } model, null) when _overlap.Value(parse) is null => Show(parse, OnnxPictureDetector.IsFor(model) ? ScoreGraph(parse, model, cancellation) : ScoreModel(parse, model, cancellation)),
            (not null, null) => throw new UsageException("--iou needs --detections; for a model with masks both are scored."),
            (null, { } file) when parse.GetValue(_save) is null => Show(parse, ScoreFile(parse, file, cancellation)),
            (null, not null) => throw new UsageException("--save-detections needs --model; a results file has its detections already."),
            (null, null) => throw new UsageException("Name what to score: --model or --detections FILE; see 'gannet evaluate --help'."),
            _ => throw new UsageException("Name either --model or --detections, not both; see 'gannet evaluate --help'."),
        };
    }

    // Boxes are not clipped, as in pycocotools: a file must score the same in both.
    private DatasetReadOptions ReadOptions(ParseResult parse) => _dataset.ReadOptions(parse) with { ClipBoxes = false };

    private EvaluationReport ScoreFile(ParseResult parse, string file, CancellationToken cancellation)
    {
        var report = RequestedReport.Of(parse.GetValue(_report), parse.GetValue(_compare));
        var path = _dataset.Path(parse);
        var scored = ScoredImages.Of(path, _dataset.Split(parse) ?? ScoredImages.All);
        var reading = DatasetReader.Read(path, ReadOptions(parse) with { Split = scored.Split, RequireImages = scored.OnlyHeldOut });
        if (scored.OnlyHeldOut)
        {
            // Every fifth readable picture is held out, so unreadable ones have to be removed first.
            var problems = reading.Problems.ToList();
            reading = new(scored.Of(ReadableImages.Keep(reading.Dataset, problems, ReadOptions(parse).Strict)), problems);
        }

        DatasetOptions.Describe(reading, Context, path);
        var results = DetectionsReader.ReadFile(file, reading.Dataset);
        if (results.UnknownClassRows > 0)
            Context.Error.WriteLine($"{file}: {results.UnknownClassRows} rows have classes that are not in the data set, such as {results.UnknownClass}; they are not scored.");
        var overlap = _overlap.Value(parse) ?? results.Overlap;
        if (overlap == IouType.Masks && results.Rows.Any(static found => found.Any(static d => d.Mask is null)))
            throw new InvalidDataException($"{file}: not every row has a 'segmentation'; score its boxes with --iou bbox.");
        var evaluation = EvaluationReport.Compute(reading.Dataset, results, overlap);
        report?.Write(Context, file, [("Detections", file)], reading.Dataset, evaluation, EvaluationDetails.Compute(reading.Dataset, results, overlap), cancellation);
        return evaluation;
    }

    // Null for a worker that is not the first.
    private EvaluationReport? ScoreModel(ParseResult parse, string model, CancellationToken cancellation)
    {
        var device = _device.Of(parse, Context);
        using var group = JoinWorkers(parse, _world, device);
        var report = RequestedReport.Of(parse.GetValue(_report), parse.GetValue(_compare));
        using var detector = Detector.Load(model, device);
        _thresholds.Apply(parse, detector);
        detector.Compile(_precision.Of(parse, detector.Device));
        var merged = _views.Of(parse, detector, cancellation);
        var dataset = ReadFor(parse, model, detector.Classes, detector.HasSecondStage);
        var detected = DetectedDataset.Detect(Context, detector, dataset, ReadOptions(parse).Strict, cancellation, merged, group);
        if (group is { Rank: > 0 }) return null;
        if (parse.GetValue(_save) is { } target) detected.Save(target);
        var evaluation = detected.Evaluate();
        report?.Write(
            Context, model, [("Model", model), ("Preset", detector.Preset), .. _views.Describe(parse) is { } views ? [("Views", views)] : Array.Empty<(string, string)>()],
            detected.Dataset, evaluation, detected.Inspect(), cancellation);
        return evaluation;
    }

    private EvaluationReport ScoreGraph(ParseResult parse, string model, CancellationToken cancellation)
    {
        OnnxPictureDetector.Refuse(parse, model, _precision, [_thresholds, _device, .. _views.All]);
        var report = RequestedReport.Of(parse.GetValue(_report), parse.GetValue(_compare));
        using var detector = new OnnxPictureDetector(model);
        var detected = DetectedDataset.Detect(Context, detector, ReadFor(parse, model, detector.Classes, findsClasses: true), cancellation);
        if (parse.GetValue(_save) is { } target) detected.Save(target);
        var evaluation = detected.Evaluate();
        report?.Write(Context, model, [("Model", model)], detected.Dataset, evaluation, detected.Inspect(), cancellation);
        return evaluation;
    }

    private AnnotatedDataset ReadFor(ParseResult parse, string model, IReadOnlyList<string> classes, bool findsClasses)
    {
        var scored = ScoredImages.Of(_dataset.Path(parse), _dataset.Split(parse));
        return ModelDataset.Read(Context, _dataset.Path(parse), ReadOptions(parse) with { Split = scored.Split }, model, classes, findsClasses, scored);
    }

    private int Show(ParseResult parse, EvaluationReport? report)
    {
        if (report is null) return ExitCode.Done;
        var json = parse.GetValue(_json);
        Context.WriteJson(json, writer => EvaluationReportWriter.Write(writer, report));
        if (json != "-") ScoreTable.Write(Context.Output, report);
        return ExitCode.Done;
    }
}
