using System.CommandLine;
using Gannet.Cli.Bench;
using Gannet.Cli.Options;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench peak</c>: the rates to compare all other figures with.</summary>
internal sealed class BenchPeakCommand : TimedCommand
{
    private readonly FilterOption _filter = new();

    public BenchPeakCommand(CommandContext context)
        : base(context, "peak", "Measures the rate of libtorch's matrix product and convolution on this machine, in GFLOP/s.")
    {
        Options.Add(_filter);
    }

    protected override void Measure(ParseResult parse, BenchClock clock, BenchReport report)
    {
        foreach (var (work, gflop) in _filter.Choose(parse, [.. PeakCases.All()], static c => c.Case.Name))
        {
            var result = clock.Measure(work);
            report.Add(result with { Extras = new() { ["gflops"] = Math.Round(gflop / result.Min, 1) } }); // the limit is the best run, not the median
        }
    }
}
