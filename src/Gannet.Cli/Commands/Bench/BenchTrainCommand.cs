using System.CommandLine;
using System.Text.Json.Nodes;
using Gannet.Cli.Bench;
using Gannet.Detection;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench train</c>: one training step, without reading pictures.</summary>
internal sealed class BenchTrainCommand : TimedCommand
{
    private readonly BenchedModel _model;

    public BenchTrainCommand(CommandContext context)
        : base(context, "train", "Times a training step: scaling, losses, gradients and update, without reading pictures.")
    {
        _model = new(this, batch: 2);
    }

    protected override void Measure(ParseResult parse, BenchClock clock, BenchReport report)
    {
        using var detector = _model.Open(parse, Context, Create);
        using var step = new BenchStep(detector, _model.Images(parse), _model.Precision(parse, detector.Device));
        report.Add(clock.Measure($"train_step_{detector.Preset}", step.Take) with
        {
            Extras = new()
            {
                ["size"] = new JsonArray([.. _model.Size(parse).Select(static s => (JsonNode)s)]),
                ["batch"] = _model.Batch(parse),
                ["loss"] = Math.Round(step.Loss, 4),
            },
        });
    }

    // Without weights torchvision trains every stage with norms that learn, and so do we. But torchvision has no ResNet-18 detector, and
    // the parts from which the peer script builds one freeze their norms by default.
    private static Detector Create(string preset, IReadOnlyList<string> classes, int seed)
    {
        string[] settings = preset == "faster-rcnn-resnet18-fpn" ? ["backbone.norm.kind=frozen"] : [];
        return DetectorSetup.Create(preset, settings, classes, null, seed).Detector;
    }
}
