using System.CommandLine;
using Gannet.Vision.Annotations;
using Gannet.Vision.Evaluation;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet evaluate</c>: how good detections are, by the rules of COCO and VOC.</summary>
internal sealed class EvaluateCommand : GannetCommand
{
    private readonly DatasetOptions _dataset;
    private readonly Option<string> _detections = new("--detections") { Description = "A COCO results file to score; no picture is opened.", HelpName = "FILE", Required = true };
    private readonly JsonOption _json = new();

    public EvaluateCommand(CommandContext context)
        : base(context, "evaluate", "Scores detections against a data set: COCO's twelve numbers, AP class by class, VOC's mAP.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_detections);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation) => Report(parse, ScoreFile(parse));

    // Boxes count as they are written, as pycocotools has it: the score of a file must be the same in both.
    private EvaluationReport ScoreFile(ParseResult parse)
    {
        var reading = DatasetReader.Read(
            _dataset.Path(parse), _dataset.ReadOptions(parse) with { RequirePictures = false, ClipBoxes = false });
        DatasetOptions.Describe(reading, Context);
        return EvaluationReport.Compute(reading.Dataset, DetectionsReader.Read(parse.GetValue(_detections)!, reading.Dataset));
    }

    private int Report(ParseResult parse, EvaluationReport report)
    {
        var json = parse.GetValue(_json);
        Context.WriteJson(json, writer => EvaluationReportWriter.Write(writer, report));
        if (json != "-") ScoreTable.Write(Context.Output, report);
        return ExitCode.Done;
    }
}
