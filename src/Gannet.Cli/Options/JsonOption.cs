using System.CommandLine;

namespace Gannet.Cli.Options;

/// <summary>The <c>--json FILE</c> option, the same for every command.</summary>
internal sealed class JsonOption : Option<string?>
{
    public JsonOption()
        : base("--json")
    {
        HelpName = "FILE";
        Description = "Write the result as JSON to this file; - is standard output.";
    }
}
