using Gannet.Cli.Commands;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Tests;

/// <summary>One run of the command line in this process, with its output.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record CommandRun(int Code, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] arguments) => await Of(CancellationToken.None, arguments);

    public static async Task<CommandRun> Of(CancellationToken cancellation, params string[] arguments)
    {
        using StringWriter output = new(), error = new();
        var code = await new CommandLine(new CommandContext(output, error)).RunAsync(arguments, cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The same, but cancelled as soon as the words appear on standard error, like a Ctrl+C.</summary>
    public static async Task<CommandRun> Until(string words, params string[] arguments)
    {
        using var stop = new CancellationTokenSource();
        using var output = new StringWriter();
        using var error = new WatchedWriter(words, stop.Cancel);
        var code = await new CommandLine(new CommandContext(output, error)).RunAsync(arguments, stop.Token);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>Asserts that wrong input was reported properly: exit code 2, no output, and one line with the words. Returns the line.</summary>
    public string OneLineOfWrongInput(params string[] words)
    {
        Assert.Equal((2, ""), (Code, Output));
        var line = Assert.Single(Error.TrimEnd().Split('\n'));
        Assert.StartsWith("gannet: ", line, StringComparison.Ordinal);
        foreach (var word in words) Assert.Contains(word, line, StringComparison.Ordinal);
        return line;
    }
}
