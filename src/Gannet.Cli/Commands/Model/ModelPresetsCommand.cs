using System.CommandLine;
using Gannet.Cli.Options;
using Gannet.Detection.Models;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model presets</c>: lists the built-in detectors.</summary>
internal sealed class ModelPresetsCommand : GannetCommand
{
    private readonly JsonOption _json = new();

    public ModelPresetsCommand(CommandContext context)
        : base(context, "presets", "Lists the built-in detectors.") => Options.Add(_json);

    protected override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var presets = Presets.Names.Select(static name => (Name: name, Presets.Get(name).Description)).ToList();
        if (parse.GetValue(_json) is { } target)
        {
            Context.WriteJson(target, json =>
            {
                json.WriteStartObject();
                foreach (var (name, description) in presets) json.WriteString(name, description);
                json.WriteEndObject();
            });
            return ExitCode.Done;
        }

        var width = presets.Max(static p => p.Name.Length);
        foreach (var (name, description) in presets) Context.Output.WriteLine($"{name.PadRight(width)}  {description}");
        return ExitCode.Done;
    }
}
