using System.CommandLine;
using System.Text.Json;
using Gannet.Cli.Options;
using Gannet.Cli.Output;
using Gannet.Datasets.Checking;
using Gannet.Datasets.Reading;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data check</c>: lists everything that is wrong with a data set at once.</summary>
internal sealed class DataCheckCommand : GannetCommand
{
    private readonly DatasetOptions _dataset;
    private readonly Option<bool> _quick = new("--quick") { Description = "Check only the annotations; do not decode the pictures." };
    private readonly JsonOption _json = new();

    public DataCheckCommand(CommandContext context)
        : base(context, "check", "Lists everything that is wrong with a data set: boxes, classes, missing, damaged and duplicate pictures.")
    {
        _dataset = new DatasetOptions(this);
        Options.Add(_quick);
        Options.Add(_json);
    }

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var (path, options) = (_dataset.Path(parse), _dataset.ReadOptions(parse));
        var reading = DatasetReader.Read(path, options);
        var pictures = parse.GetValue(_quick) ? [] : ImageCheck.FindProblems(reading.Dataset, cancellation);
        DataProblem[] problems = [.. reading.Problems, .. SplitCheck.FindProblems(path, reading, options), .. pictures];

        var json = parse.GetValue(_json);
        Context.WriteJson(json, writer => Write(writer, reading, problems));
        if (json != "-") DataProblems.WriteKinds(Context.Output, problems);
        DatasetOptions.Describe(reading with { Problems = [] }, Context, path);
        var checkedWhat = parse.GetValue(_quick) ? "annotations" : "annotations and pictures";
        Context.Error.WriteLine(
            problems.Length == 0
                ? $"Nothing is wrong with the {checkedWhat}."
                : DataProblems.Count(problems));
        return problems.Length == 0 ? ExitCode.Done : ExitCode.WrongInput;
    }

    private static void Write(Utf8JsonWriter json, DatasetReading reading, DataProblem[] problems)
    {
        json.WriteStartObject();
        json.WriteString("format", FormatOption.NameOf(reading.Dataset.Format));
        json.WriteNumber("pictures", reading.Dataset.Images.Count);
        json.WriteNumber("boxes", reading.Dataset.CountAnnotations());
        json.WriteNumber("leftOut", reading.LeftOut);
        json.WriteStartArray("problems");
        foreach (var problem in problems)
        {
            json.WriteStartObject();
            json.WriteString("kind", problem.Kind.ToString());
            json.WriteString("file", problem.File);
            json.WriteString("where", problem.Where);
            json.WriteString("what", problem.What);
            json.WriteString("cure", problem.Cure);
            json.WriteBoolean("leftOut", problem.LeftOut);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
