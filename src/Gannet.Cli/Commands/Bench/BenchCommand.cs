using System.CommandLine;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench</c>: how fast Gannet is on this machine.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(CommandContext context)
        : base("bench", "Times kernels, detection, training steps and evaluation, and measures the machine's peak rate.")
    {
        Subcommands.Add(new BenchOpsCommand(context));
        Subcommands.Add(new BenchDetectCommand(context));
        Subcommands.Add(new BenchTrainCommand(context));
        Subcommands.Add(new BenchEvaluateCommand(context));
        Subcommands.Add(new BenchPeakCommand(context));
    }
}
