using System.CommandLine;
using Gannet.Cli.Parsing;
using Gannet.Datasets;
using Gannet.Datasets.Synthesis;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data synthesize</c>: generates a microscope data set, for trying everything without data of one's own.</summary>
internal sealed class DataSynthesizeCommand : GannetCommand
{
    private static readonly SmearFieldOptions s_defaults = new();

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder for the data set; must be new or empty.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<int> _pictures = new("--pictures")
    {
        Description = "Number of training pictures.",
        HelpName = "N",
        DefaultValueFactory = static _ => 200,
    };

    private readonly Option<int> _validation = new("--validation")
    {
        Description = "Number of validation pictures, in the split val.",
        HelpName = "N",
    };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The same seed makes the same pictures.",
        HelpName = "N",
        DefaultValueFactory = static _ => s_defaults.Seed,
    };

    private readonly Option<int> _width = new("--width")
    {
        Description = "Width of the pictures, 128 to 8192.",
        HelpName = "PIXELS",
        DefaultValueFactory = static _ => s_defaults.Width,
    };

    private readonly Option<int> _height = new("--height")
    {
        Description = "Height of the pictures, 128 to 8192.",
        HelpName = "PIXELS",
        DefaultValueFactory = static _ => s_defaults.Height,
    };

    private readonly Option<double> _noise = new("--noise")
    {
        Description = "Camera noise in grey levels, 0 to 100.",
        HelpName = "X",
        DefaultValueFactory = static _ => s_defaults.Noise,
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "Annotation format.",
        DefaultValueFactory = static _ => "coco",
    };

    public DataSynthesizeCommand(CommandContext context)
        : base(
            context, "synthesize",
            "Generates a data set of microscope pictures: five kinds of stained blood cells, overlapping, in uneven light.")
    {
        _format.AcceptOnlyFromAmong("coco", "voc", "yolo", "csv");
        Option[] options = [_out, _pictures, _validation, _seed, _width, _height, _noise, _format];
        foreach (var option in options) Options.Add(option);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var folder = parse.GetValue(_out)!;
        var options = new SmearDatasetOptions
        {
            Fields = new()
            {
                Seed = parse.GetValue(_seed),
                Width = parse.GetValue(_width),
                Height = parse.GetValue(_height),
                Noise = parse.GetValue(_noise),
            },
            Images = parse.GetValue(_pictures),
            Validation = parse.GetValue(_validation),
            Format = Enum.Parse<AnnotationFormat>(parse.GetValue(_format)!, ignoreCase: true),
        };
        foreach (var split in Write(folder, options, cancellation))
        {
            Context.Error.WriteLine(
                $"{split.Name}: {split.Images} pictures, {split.Cells} cells, {split.Overlapping} of them overlapping others");
        }

        Context.Error.WriteLine($"Wrote the data set {Path.GetFullPath(folder)}");
        return ExitCode.Done;
    }

    // The option objects check the ranges. Their parameters are named like the options, except Images, which is --pictures here.
    private static IReadOnlyList<SmearDatasetSplit> Write(string folder, SmearDatasetOptions options, CancellationToken cancellation)
    {
        try
        {
            return SmearDataset.Write(folder, options, cancellation);
        }
        catch (ArgumentOutOfRangeException error)
        {
            var parameter = error.ParamName!.Split('.')[^1];
            var option = parameter == nameof(SmearDatasetOptions.Images) ? "pictures" : parameter.ToLowerInvariant();
            throw new UsageException($"--{option} cannot be {error.ActualValue}; see 'gannet data synthesize --help'.");
        }
    }
}
