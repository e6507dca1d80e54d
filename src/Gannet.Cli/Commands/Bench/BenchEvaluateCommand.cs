using System.CommandLine;
using System.Text.Json.Nodes;
using Gannet.Cli.Bench;
using Gannet.Datasets.Reading;
using Gannet.Datasets.Writing;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Results;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench evaluate</c>: an evaluation by COCO's rules, as large as its validation set.</summary>
internal sealed class BenchEvaluateCommand : TimedCommand
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "Also write the objects and detections to this folder as COCO files, for another evaluator, and time reading them.",
        HelpName = "DIR",
    };

    public BenchEvaluateCommand(CommandContext context)
        : base(
            context, "evaluate",
            $"Times the twelve COCO numbers on generated detections: {GeneratedEvaluation.Images} pictures, {GeneratedEvaluation.Objects} objects, {GeneratedEvaluation.Images * GeneratedEvaluation.PerImage} detections.")
    {
        Options.Add(_out);
    }

    protected override void Measure(ParseResult parse, BenchClock clock, BenchReport report)
    {
        var work = GeneratedEvaluation.Make(seed: 1);
        if (parse.GetValue(_out) is { } folder)
        {
            var (truth, results) = Write(folder, work);
            report.Add(clock.Measure("coco_read_5000x500000", () => Read(truth, results)));
        }

        CocoScores? scores = null;
        var result = clock.Measure("coco_evaluate_5000x500000", () => scores = CocoEvaluator.Evaluate(work.GroundTruth, work.Detections));
        report.Add(result with { Extras = new() { ["AP"] = scores!.AP, ["stats"] = InCocosOrder(scores) } });
    }

    // In pycocotools' order, so that the numbers can be compared one by one.
    private static JsonArray InCocosOrder(CocoScores s) =>
        [s.AP, s.AP50, s.AP75, s.APs, s.APm, s.APl, s.AR1, s.AR10, s.AR100, s.ARs, s.ARm, s.ARl];

    private static (string GroundTruth, string Results) Write(string folder, GeneratedEvaluation work)
    {
        DatasetWriter.Write(folder, work.GroundTruth, new() { Images = ImagePlacement.None });
        var results = Path.Combine(folder, "results.json");
        AtomicFile.Write(results, stream => DetectionsWriter.Write(
            stream, work.GroundTruth.Images.Zip(work.Detections, static (picture, found) => new ImageDetections(picture.Id, picture.FileName, found)),
            work.GroundTruth.Classes, work.GroundTruth.CategoryIds));
        return (Path.Combine(folder, "annotations", "instances.json"), results);
    }

    private static void Read(string truth, string results) =>
        DetectionsReader.Read(results, DatasetReader.Read(truth, new() { RequireImages = false }).Dataset);
}
