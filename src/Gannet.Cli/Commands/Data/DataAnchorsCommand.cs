using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Detection.Models;
using Gannet.Training.Setup;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data anchors</c>: fits the anchors of a preset to a data set.</summary>
internal sealed class DataAnchorsCommand : GannetCommand
{
    private const int MostPerCell = 100;

    private readonly DatasetOptions _dataset;

    private readonly Option<string> _preset = new("--preset")
    {
        Description = "The preset, or a YAML file, whose input size and number of anchors count.",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "faster-rcnn-resnet18-fpn",
    };

    private readonly Option<int?> _perCell = new("--per-cell") { Description = "Anchors per cell [default: as many as the preset has].", HelpName = "N" };
    private readonly SetOption _set = new();

    public DataAnchorsCommand(CommandContext context)
        : base(context, "anchors", "Fits anchors to the boxes, by k-means under IoU, and prints them as YAML for a preset.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_preset);
        Options.Add(_perCell);
        Options.Add(_set);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var perCell = parse.GetValue(_perCell);
        if (perCell is not (null or (>= 1 and <= MostPerCell))) throw new UsageException($"--per-cell {perCell}: give a number from 1 to {MostPerCell}.");
        var preset = parse.GetValue(_preset)!;
        var options = Presets.Get(preset, parse.GetValue(_set)!);
        var fitted = FittedAnchors.Of(_dataset.Read(parse, Context), options, perCell);
        Context.Output.Write(string.Create(CultureInfo.InvariantCulture,
            $"# {fitted.Objects} boxes: mean IoU with the best anchor {fitted.Fit:0.000}; with the anchors of {preset} {fitted.FitBefore:0.000}\n"));
        Context.Output.Write(fitted.Yaml);
        Context.Error.WriteLine($"Copy them into a preset, or train with --preset {preset} --set '{fitted.Setting}'.");
        if (fitted.Fit <= fitted.FitBefore) Context.Error.WriteLine($"The anchors of {preset} fit as well; keep them.");
        return ExitCode.Done;
    }
}
