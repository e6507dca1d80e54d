using System.CommandLine;
using System.Text.Json.Nodes;
using Gannet.Cli.Bench;
using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench detect</c>: a whole detection, from the decoded picture to its boxes.</summary>
internal sealed class BenchDetectCommand : TimedCommand
{
    private readonly BenchedModel _model;

    public BenchDetectCommand(CommandContext context)
        : base(context, "detect", "Times detection from the decoded picture to its boxes, and the backbone alone.")
    {
        _model = new(this, batch: 1);
    }

    protected override void Measure(ParseResult parse, BenchClock clock, BenchReport report)
    {
        using var detector = _model.Open(parse, Context, static (preset, classes, _) => Detector.Compose(Presets.Get(preset), classes, preset));
        detector.Compile(_model.Precision(parse, detector.Device));
        var pictures = _model.Images(parse);
        var batch = detector.Transform.Batch(pictures);
        var (proposals, detections) = (detector.Propose(batch)[0].Length, detector.Detect(pictures)[0].Count);
        var result = clock.Measure($"infer_{detector.Preset}", () => detector.Detect(pictures));
        report.Add(result with
        {
            Extras = new()
            {
                ["size"] = new JsonArray([.. _model.Size(parse).Select(static s => (JsonNode)s)]),
                ["batch"] = pictures.Length,
                ["proposals"] = proposals,
                ["detections"] = detections,
                ["gflop"] = Math.Round(detector.CountOperations(pictures) * 1e-9, 2),
            },
        });
        report.Add(clock.Measure($"backbone_{detector.Preset}", () => RunBackbone(detector, batch)) with
        {
            Extras = new() { ["padded"] = new JsonArray(batch.Count, 3, batch.Height, batch.Width) },
        });
    }

    private static void RunBackbone(Detector detector, ImageBatch batch)
    {
        using var inference = InferenceMode.Enter();
        detector.ComputeFeatures(batch);
        TorchRuntime.Synchronize(detector.Device);
    }
}
