using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Datasets;
using Gannet.Datasets.Splitting;
using Gannet.Datasets.Writing;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data split</c>: divides a data set for training, validation and test.</summary>
internal sealed class DataSplitCommand : GannetCommand
{
    private static readonly string[] s_usualNames = ["train", "val", "test"];

    private readonly DatasetOptions _dataset;

    private readonly Option<string> _out = new("--out")
    {
        Description = "Folder to write to; must be new or empty.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string> _fractions = new("--fractions")
    {
        Description = "Sizes of the parts: .8,.2 for train and val, .7,.2,.1 for train, val and test, or with names: train=.9,holdout=.1.",
        HelpName = "X,Y…",
        DefaultValueFactory = static _ => ".8,.2",
    };

    private readonly Option<int> _seed = new("--seed") { Description = "The same seed gives the same parts.", HelpName = "N" };
    private readonly FormatOption _format = new("Format to write; default: that of the data set, or COCO for LabelMe.");
    private readonly PlacementOption _pictures = new();

    public DataSplitCommand(CommandContext context)
        : base(context, "split", "Divides a data set at random; every part gets its share of each class.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_out);
        Options.Add(_fractions);
        Options.Add(_seed);
        Options.Add(_format);
        Options.Add(_pictures);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var fractions = ParseFractions(parse.GetValue(_fractions)!);
        var dataset = _dataset.Read(parse, Context);
        var parts = DatasetSplitter.Split(dataset, fractions, parse.GetValue(_seed));
        foreach (var part in parts)
            Context.Error.WriteLine($"{part.Split}: {part.Images.Count} pictures, {part.CountAnnotations()} boxes");

        var folder = parse.GetValue(_out)!;
        var options = new DatasetWriteOptions { Format = _format.Value(parse) ?? (dataset.Format == AnnotationFormat.LabelMe ? AnnotationFormat.Coco : dataset.Format), Images = _pictures.Value(parse) };
        foreach (var loss in DatasetWriter.Write(folder, parts, options, cancellation))
            Context.Error.WriteLine($"{FormatOption.NameOf(options.Format)} cannot hold everything: {loss}");
        Context.Error.WriteLine($"Wrote {Path.GetFullPath(folder)}");
        return ExitCode.Done;
    }

    private static List<(string Name, double Fraction)> ParseFractions(string text)
    {
        var parts = new List<(string Name, double Fraction)>();
        foreach (var item in text.Split(','))
        {
            var pair = item.Split('=', 2);
            var name = pair.Length == 2 ? pair[0].Trim() : parts.Count < s_usualNames.Length ? s_usualNames[parts.Count] : "";
            if (name.Length == 0 || !name.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_'))
                throw new UsageException($"--fractions {text}: a part needs a name of letters and digits, as in train=.9,holdout=.1.");
            if (!double.TryParse(pair[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out var fraction)
                || !(fraction is > 0 and <= 1))
                throw new UsageException($"--fractions {text}: '{pair[^1]}' is not a share between 0 and 1.");
            parts.Add((name, fraction));
        }

        var sum = parts.Sum(static part => part.Fraction);
        if (Math.Abs(sum - 1) > 1e-6)
            throw new UsageException(FormattableString.Invariant($"--fractions {text}: the shares add up to {sum:0.###}, not 1."));
        return parts.DistinctBy(static part => part.Name).Count() == parts.Count
            ? parts
            : throw new UsageException($"--fractions {text}: two parts have the same name.");
    }
}
