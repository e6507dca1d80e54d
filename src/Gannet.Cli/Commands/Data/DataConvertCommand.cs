using System.CommandLine;
using Gannet.Cli.Options;
using Gannet.Datasets.Writing;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data convert</c>: writes a data set in another format.</summary>
internal sealed class DataConvertCommand : GannetCommand
{
    private readonly DatasetOptions _dataset;

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder to write to; must be new or empty.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly FormatOption _format = new("Format to write.") { Required = true };
    private readonly PlacementOption _pictures = new();

    public DataConvertCommand(CommandContext context)
        : base(context, "convert", "Writes a data set, or one split of it, in another format: COCO, VOC, YOLO or CSV.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_out);
        Options.Add(_format);
        Options.Add(_pictures);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var folder = parse.GetValue(_out)!;
        var options = new DatasetWriteOptions { Format = _format.Value(parse)!.Value, Images = _pictures.Value(parse) };
        var losses = DatasetWriter.Write(folder, _dataset.ReadSplits(parse, Context), options, cancellation);
        foreach (var loss in losses) Context.Error.WriteLine($"{FormatOption.NameOf(options.Format)} cannot hold everything: {loss}");
        Context.Error.WriteLine($"Wrote {Path.GetFullPath(folder)}");
        return ExitCode.Done;
    }
}
