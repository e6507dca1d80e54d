using System.CommandLine;
using Gannet.Cli.Commands;
using Gannet.Cli.Output;
using Gannet.Datasets;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Cli.Options;

/// <summary>The options with which every command names a data set: <c>--data</c>, <c>--split</c>, <c>--images</c>, <c>--strict</c>.</summary>
internal sealed class DatasetOptions
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Folder of the data set, or its annotation file.",
        HelpName = "DIR|FILE",
        Required = true,
    };

    private readonly Option<string?> _split;

    private readonly Option<string?> _images = new("--images")
    {
        Description = "Folder of the pictures, if the data set does not name it.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _strict = new("--strict")
    {
        Description = "Stop at the first bad record instead of leaving it out.",
    };

    public DatasetOptions(Command command, string splitDescription = "Use only this split.", string splitNames = "NAME")
    {
        _split = new("--split") { Description = splitDescription, HelpName = splitNames };
        command.Options.Add(_data);
        command.Options.Add(_split);
        command.Options.Add(_images);
        command.Options.Add(_strict);
    }

    /// <summary>The folder or file.</summary>
    public string Path(ParseResult parse) => parse.GetValue(_data)!;

    /// <summary>The value of <c>--split</c>, or null.</summary>
    public string? Split(ParseResult parse) => parse.GetValue(_split);

    /// <summary>The read options that they ask for.</summary>
    public DatasetReadOptions ReadOptions(ParseResult parse) => new()
    {
        Split = parse.GetValue(_split),
        ImagesFolder = parse.GetValue(_images),
        Strict = parse.GetValue(_strict),
    };

    /// <summary>Reads the data set, and prints what was read, in which format, and what was left out.</summary>
    public AnnotatedDataset Read(ParseResult parse, CommandContext context)
    {
        var reading = UprightLabels.Of(DatasetReader.Read(Path(parse), ReadOptions(parse)));
        Describe(reading, context, Path(parse));
        return reading.Dataset;
    }

    /// <summary>Reads every split separately, with one list of classes. Reads the whole data set as one, without a name, if it has no
    /// splits; reads only one split if one is asked for.</summary>
    public IReadOnlyList<AnnotatedDataset> ReadSplits(ParseResult parse, CommandContext context)
    {
        var options = ReadOptions(parse);
        var names = DatasetReader.Splits(Path(parse));
        if (options.Split is not null || names.Count == 0) return [Read(parse, context)];

        // A split may lack a class, so the class order is that of the whole data set.
        var classes = DatasetReader.Read(Path(parse), options).Dataset.Classes;
        var splits = new List<AnnotatedDataset>();
        foreach (var name in names)
        {
            var reading = UprightLabels.Of(DatasetReader.Read(Path(parse), options with { Split = name, Classes = classes }));
            Describe(reading, context, Path(parse));
            splits.Add(reading.Dataset);
        }

        return splits;
    }

    /// <summary>Prints what was read: a line of counts and the first problems.</summary>
    public static void Describe(DatasetReading reading, CommandContext context, string path)
    {
        var dataset = reading.Dataset;
        var kind = FormatOption.NameOf(dataset.Format) + (dataset.Split is null ? "" : $", split {dataset.Split}");
        var (pictures, boxes, classes) = (dataset.Images.Count, dataset.CountAnnotations(), dataset.Classes.Count);
        context.Error.WriteLine($"Read {dataset.Root} ({kind}): {pictures} pictures, {boxes} boxes, {classes} classes.");
        DataProblems.Write(context, reading.Problems, path);
    }
}
