namespace Gannet.Cli.Tests;

/// <summary>One run of the command line in this process, and what it wrote.</summary>
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
}
