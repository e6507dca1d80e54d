using System.CommandLine;
using System.Globalization;
using Gannet.Cli.Bench;
using Gannet.Cli.Options;

namespace Gannet.Cli.Commands.Bench;

/// <summary>A command that times items several times and reports median and minimum.</summary>
internal abstract class TimedCommand : GannetCommand
{
    private readonly Option<int> _runs = new("--runs")
    {
        Description = "Timed runs of each item, after warm-up.",
        HelpName = "N",
        DefaultValueFactory = static _ => 5,
    };

    private readonly JsonOption _json = new() { Description = "Write one JSON object per line to this file; - is standard output." };

    protected TimedCommand(CommandContext context, string name, string description)
        : base(context, name, description)
    {
        Options.Add(_runs);
        Options.Add(_json);
        _runs.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, CultureInfo.InvariantCulture, out var runs) && runs < 1) result.AddError("--runs must be at least 1.");
        });
    }

    protected sealed override int Run(ParseResult parse, CancellationToken cancellation)
    {
        var report = new BenchReport(Context, parse.GetValue(_json));
        Measure(parse, new BenchClock(parse.GetValue(_runs), cancellation), report);
        report.Finish();
        return ExitCode.Done;
    }

    /// <summary>Times all selected items, one after the other.</summary>
    protected abstract void Measure(ParseResult parse, BenchClock clock, BenchReport report);
}
