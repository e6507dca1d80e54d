using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gannet.Cli.Options;
using Gannet.Datasets.Statistics;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data stats</c>: a data set in numbers.</summary>
internal sealed class DataStatsCommand : GannetCommand
{
    private const int SizesShown = 5;

    private readonly DatasetOptions _dataset;
    private readonly JsonOption _json = new();

    public DataStatsCommand(CommandContext context)
        : base(context, "stats", "Counts pictures, boxes and classes, and describes the sizes of boxes and pictures.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var statistics = DatasetStatistics.Compute(_dataset.Read(parse, Context));
        var json = parse.GetValue(_json);
        Context.WriteJson(json, writer => Write(writer, statistics));
        if (json != "-") Show(statistics);
        return ExitCode.Done;
    }

    private void Show(DatasetStatistics s)
    {
        Line("pictures", $"{s.Images}, {s.Negatives} of them without boxes");
        Line("boxes", $"{s.Boxes} ({s.Crowds} crowds, {s.Difficult} difficult)");
        Line("", $"{s.Small} small (below 32²), {s.Medium} medium, {s.Large} large (96² and up)");
        Line("", string.Create(CultureInfo.InvariantCulture, $"{s.OverlappingShare:P0} overlap another"));
        Line("boxes per image", Text(s.BoxesPerImage));
        Line("box side", Text(s.BoxSide));
        Line("height / width", Text(s.BoxAspect));
        foreach (var size in s.ImageSizes.Take(SizesShown)) Line("picture size", $"{size.Width}x{size.Height}: {size.Images}");
        if (s.ImageSizes.Count > SizesShown) Line("", $"… and {s.ImageSizes.Count - SizesShown} other sizes");
        foreach (var one in s.PerClass) Line("class", $"{one.Name}: {one.Boxes} boxes in {one.Images} pictures");
    }

    private void Line(string topic, string text) => Context.Output.WriteLine($"{topic,-16} {text}");

    private static string Text(Distribution d) => string.Create(
        CultureInfo.InvariantCulture,
        $"{d.Minimum:0.##} to {d.Maximum:0.##}, median {d.Median:0.##}, 10th percentile {d.Tenth:0.##}, "
        + $"90th percentile {d.Ninetieth:0.##}, mean {d.Mean:0.##}");

    private static void Write(Utf8JsonWriter json, DatasetStatistics s)
    {
        json.WriteStartObject();
        json.WriteNumber("pictures", s.Images);
        json.WriteNumber("negatives", s.Negatives);
        json.WriteNumber("boxes", s.Boxes);
        json.WriteNumber("crowds", s.Crowds);
        json.WriteNumber("difficult", s.Difficult);
        json.WriteNumber("small", s.Small);
        json.WriteNumber("medium", s.Medium);
        json.WriteNumber("large", s.Large);
        json.WriteNumber("overlappingShare", s.OverlappingShare);
        Write(json, "boxesPerPicture", s.BoxesPerImage);
        Write(json, "boxSide", s.BoxSide);
        Write(json, "boxAspect", s.BoxAspect);
        json.WriteStartObject("perClass");
        foreach (var one in s.PerClass)
        {
            json.WriteStartObject(one.Name);
            json.WriteNumber("boxes", one.Boxes);
            json.WriteNumber("pictures", one.Images);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartArray("pictureSizes");
        foreach (var size in s.ImageSizes)
        {
            json.WriteStartObject();
            json.WriteNumber("width", size.Width);
            json.WriteNumber("height", size.Height);
            json.WriteNumber("pictures", size.Images);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, Distribution d)
    {
        json.WriteStartObject(name);
        json.WriteNumber("minimum", d.Minimum);
        json.WriteNumber("tenth", d.Tenth);
        json.WriteNumber("median", d.Median);
        json.WriteNumber("ninetieth", d.Ninetieth);
        json.WriteNumber("maximum", d.Maximum);
        json.WriteNumber("mean", d.Mean);
        json.WriteEndObject();
    }
}
