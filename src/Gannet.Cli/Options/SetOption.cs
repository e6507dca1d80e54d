using System.CommandLine;

namespace Gannet.Cli.Options;

/// <summary>The repeatable <c>--set section.key=value</c> option, the same for every command that builds a detector.</summary>
internal sealed class SetOption : Option<string[]>
{
    public SetOption()
        : base("--set")
    {
        HelpName = "KEY=VALUE";
        Description = "Change one option of the preset, e.g. --set proposals.nms_threshold=0.6. Repeatable.";
        DefaultValueFactory = static _ => [];
        Arity = ArgumentArity.OneOrMore;
        AllowMultipleArgumentsPerToken = false;
    }
}
