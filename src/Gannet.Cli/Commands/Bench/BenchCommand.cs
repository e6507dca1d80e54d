using System.CommandLine;

namespace Gannet.Cli.Commands.Bench;

/// <summary><c>gannet bench</c>: how fast this machine is with Gannet.</summary>
internal sealed class BenchCommand : Command
{
    public BenchCommand(CommandContext context)
        : base("bench", "Times kernels, detection, training steps, evaluation and what the machine reaches at most.")
    {
        Subcommands.Add(new BenchOpsCommand(context));
        Subcommands.Add(new BenchDetectCommand(context));
        Subcommands.Add(new BenchTrainCommand(context));
        Subcommands.Add(new BenchEvaluateCommand(context));
        Subcommands.Add(new BenchPeakCommand(context));
    }
}
