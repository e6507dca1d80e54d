using System.CommandLine;
using Gannet.Detection;

namespace Gannet.Cli;

/// <summary><c>--precision</c>: the numbers that a network computes with.</summary>
internal sealed class PrecisionOption
{
    private readonly Option<string> _precision = new("--precision")
    {
        Description = "Arithmetic of the network: fp32, or bf16 where the machine has it.",
        HelpName = "fp32|bf16",
        DefaultValueFactory = static _ => "fp32",
    };

    public PrecisionOption(Command command)
    {
        _precision.AcceptOnlyFromAmong("fp32", "bf16");
        command.Options.Add(_precision);
    }

    public Precision Of(ParseResult parse) => parse.GetValue(_precision) == "bf16" ? Precision.BFloat16 : Precision.Float32;
}
