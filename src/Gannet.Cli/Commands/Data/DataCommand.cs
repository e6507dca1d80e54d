using System.CommandLine;

namespace Gannet.Cli.Commands.Data;

/// <summary><c>gannet data</c>: commands for data sets of annotated pictures.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand(CommandContext context)
        : base("data", "Checks, counts, converts, splits, draws and generates data sets of annotated pictures.")
    {
        Subcommands.Add(new DataCheckCommand(context));
        Subcommands.Add(new DataStatsCommand(context));
        Subcommands.Add(new DataAnchorsCommand(context));
        Subcommands.Add(new DataConvertCommand(context));
        Subcommands.Add(new DataSplitCommand(context));
        Subcommands.Add(new DataDrawCommand(context));
        Subcommands.Add(new DataSynthesizeCommand(context));
    }
}
