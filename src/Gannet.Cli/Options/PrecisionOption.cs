using System.CommandLine;
using Gannet.Cli.Parsing;
using Gannet.Detection.Engines;
using Gannet.Torch;

namespace Gannet.Cli.Options;

/// <summary><c>--precision</c>: the number format that a network computes in.</summary>
internal sealed class PrecisionOption
{
    private readonly Option<string> _precision = new("--precision")
    {
        Description = "Precision of the network's arithmetic: fp32, or bf16 if the machine supports it.",
        HelpName = "fp32|bf16",
        DefaultValueFactory = static _ => "fp32",
    };

    public PrecisionOption(Command command)
    {
        _precision.AcceptOnlyFromAmong("fp32", "bf16");
        command.Options.Add(_precision);
    }

    /// <summary>The precision asked for.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="device">Where the network runs.</param>
    /// <exception cref="UsageException">The device does not support it.</exception>
    public Precision Of(ParseResult parse, Device device) => Checked(Chosen(parse), device);

    /// <summary>The precision asked for, or null.</summary>
    public Precision? Given(ParseResult parse) => parse.GetResult(_precision) is { Implicit: false } ? Chosen(parse) : null;

    /// <summary>A precision that may have come from a preset.</summary>
    /// <exception cref="UsageException">The device does not support it.</exception>
    public static Precision Checked(Precision precision, Device device) =>
        PrecisionSupport.Missing(precision, device) is { } missing ? throw new UsageException($"--precision bf16: {missing}") : precision;

    private Precision Chosen(ParseResult parse) => parse.GetValue(_precision) == "bf16" ? Precision.BFloat16 : Precision.Float32;
}
