using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Parsing;
using Gannet.Detection;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.RoiHeads;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model export</c>: writes a model as an ONNX graph.</summary>
internal sealed class ModelExportCommand : GannetCommand
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model file." };
    private readonly Option<string> _out = new("--out") { Description = "The ONNX file to write.", HelpName = "FILE", Required = true };
    private readonly Option<bool> _batch = new("--batch") { Description = "Takes several pictures of one size: images [N, 3, H, W]." };
    private readonly Option<int> _batchSize = new("--batch-size")
    {
        Description = "Pictures in a batch, with --batch and --fixed.",
        HelpName = "N",
        DefaultValueFactory = static _ => 1,
    };

    private readonly Option<string?> _fixed = new("--fixed")
    {
        Description = "Takes only pictures of this size, so that every shape is fixed, for compilers such as TensorRT and OpenVINO.",
        HelpName = "HEIGHTxWIDTH",
    };

    private readonly Option<bool> _raw = new("--raw") { Description = "Leaves out the last suppression; with --fixed." };

    public ModelExportCommand(CommandContext context)
        : base(context, "export", "Writes a model as an ONNX graph, for ONNX Runtime and other engines.")
    {
        Arguments.Add(_model);
        foreach (var option in (Option[])[_out, _batch, _batchSize, _fixed, _raw]) Options.Add(option);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var (path, target) = (parse.GetValue(_model)!, parse.GetValue(_out)!);
        var options = new ExportOptions
        {
            Batch = parse.GetValue(_batch),
            BatchSize = parse.GetValue(_batchSize),
            Fixed = parse.GetValue(_fixed) is { } size ? Size(size) : null,
            Raw = parse.GetValue(_raw),
            HardSuppression = true,
        };
        if (options.Raw && options.Fixed is null) throw new UsageException("--raw needs --fixed HEIGHTxWIDTH.");
        if (options.BatchSize != 1 && (!options.Batch || options.Fixed is null)) throw new UsageException("--batch-size needs --batch and --fixed HEIGHTxWIDTH.");
        if (options.BatchSize < 1) throw new UsageException("--batch-size must be at least 1.");
        using var detector = Detector.Load(path);
        try
        {
            detector.ExportOnnx(target, options);
        }
        catch (NotSupportedException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }

        if (detector.Options.Detections.SoftNms != SoftNmsKind.None && !options.Raw)
            Context.Error.WriteLine("The model's suppression is soft, which ONNX cannot express: the graph removes boxes whose scores the model would lower.");
        if (detector.Options.Detections.Tiles is > 0 and var tile)
            Context.Error.WriteLine($"The model looks at large pictures in tiles of {tile} pixels; the graph looks at what it is given: cut pictures before.");
        Context.Output.WriteLine($"{target}: {new FileInfo(target).Length / 1e6:0.0} MB, {detector.Preset}, {detector.Classes.Count} classes");
        return ExitCode.Done;
    }

    private static ImageSize Size(string text)
    {
        var parts = text.Split('x', 'X', '×');
        return parts.Length == 2 && Side(parts[0]) is { } height && Side(parts[1]) is { } width
            ? new(height, width)
            : throw new UsageException($"--fixed {text}: give height and width in pixels, such as 480x640.");
    }

    private static int? Side(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side) && side > 0 ? side : null;
}
