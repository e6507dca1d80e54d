using System.CommandLine;

namespace Gannet.Cli.Commands.Model;

/// <summary><c>gannet model</c>: presets and model files.</summary>
internal sealed class ModelCommand : Command
{
    public ModelCommand(CommandContext context)
        : base("model", "Lists presets, describes and averages models, imports weights made elsewhere.")
    {
        Subcommands.Add(new ModelPresetsCommand(context));
        Subcommands.Add(new ModelShowCommand(context));
        Subcommands.Add(new ModelImportCommand(context));
        Subcommands.Add(new ModelAverageCommand(context));
        Subcommands.Add(new ModelExportCommand(context));
    }
}
