using System.CommandLine;

namespace Gannet.Cli.Commands;

/// <summary><c>gannet data</c>: looking after data sets of annotated pictures.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand(CommandContext context)
        : base("data", "Checks, converts, draws and makes data sets of annotated pictures.")
    {
        Subcommands.Add(new DataDrawCommand(context));
        Subcommands.Add(new DataSynthesizeCommand(context));
    }
}
