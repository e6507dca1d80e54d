using System.CommandLine;
using Gannet.Cli.Bench;
using Gannet.Cli.Options;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench ops</c>: the kernels, one by one.</summary>
internal sealed class BenchOpsCommand : TimedCommand
{
    private readonly FilterOption _filter = new();

    public BenchOpsCommand(CommandContext context)
        : base(context, "ops", "Times the kernels, with the peer script's names and shapes.")
    {
        Options.Add(_filter);
    }

    protected override void Measure(ParseResult parse, BenchClock clock, BenchReport report)
    {
        foreach (var work in _filter.Choose(parse, [.. BoxCases.All(), .. RegionCases.All()], static c => c.Name)) report.Add(clock.Measure(work));
    }
}
