using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Options;

/// <summary>Options that an ONNX graph has no use for.</summary>
internal static class GraphOptions
{
    /// <summary>Refuses them where the model is a graph.</summary>
    /// <exception cref="UsageException">One of them is given.</exception>
    public static void Refuse(ParseResult parse, string path, PrecisionOption precision, params ReadOnlySpan<Option> others)
    {
        var given = precision.Given(parse) is null ? null : "--precision";
        foreach (var option in others) given ??= parse.GetResult(option) is { Implicit: false } ? option.Name : null;
        if (given is not null) throw new UsageException($"{given} is for Gannet's own model files; {path} is an ONNX graph.");
    }
}
