using System.CommandLine;
using System.CommandLine.Help;
using Gannet.Cli.Commands;
using Gannet.Cli.Commands.Bench;
using Gannet.Cli.Commands.Data;
using Gannet.Cli.Commands.Model;
using Gannet.Cli.Demo;

namespace Gannet.Cli.Parsing;

/// <summary>The whole command line: its commands, how they are parsed, and how they end.</summary>
internal sealed class CommandLine
{
    private readonly CommandContext _context;
    private readonly Command _root;
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show the stack trace of an error.", Recursive = true };
    private readonly Option<bool> _version = new("--version") { Description = "Show the version." };

    public CommandLine(CommandContext context)
    {
        _context = context;
        _root = new Command("gannet", "Trains, evaluates and runs two-stage object detectors.")
        {
            new BenchCommand(context),
            new DemoCommand(context, new DemoRecipe()),
            new DataCommand(context),
            new DetectCommand(context),
            new EvaluateCommand(context),
            new ExplainCommand(context),
            new DoctorCommand(context),
            new LabelCommand(context),
            new ModelCommand(context),
            new ServeCommand(context),
            new TrainCommand(context),
            new HelpOption(),
            _version,
            _verbose,
        };
    }

    /// <summary>Parses and runs a command, and turns any failure into an exit code and one line on standard error.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        var parse = Parse(arguments);
        try
        {
            if (IsAskedFor(parse, _version)) return ShowVersion();
            if (parse.Action is HelpAction) return await parse.InvokeAsync(Invocation(_context.Output), cancellation).ConfigureAwait(false);
            ParseCheck.ThrowOnMistake(parse);
            if (parse.CommandResult.Command.Subcommands.Count > 0)
                return await ShowCommandsAsync(arguments, cancellation).ConfigureAwait(false);

            ParseCheck.RequireRegularInputs(parse);
            return await parse.InvokeAsync(Invocation(_context.Output), cancellation).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            return ErrorReport.Write(error, _context.Error, IsAskedFor(parse, _verbose), cancellation);
        }
    }

    // No response files: a picture may be called @1.jpg. No bundling: no option has a single-letter name.
    private ParseResult Parse(IReadOnlyList<string> arguments) =>
        _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    // Program.cs handles signals: the library would end the process two seconds after Ctrl+C, in the middle of a checkpoint.
    private InvocationConfiguration Invocation(TextWriter output) =>
        new() { Output = output, Error = _context.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };

    // A command is missing: help shows the possible ones, but on standard error, so that no script takes it for a result.
    private async Task<int> ShowCommandsAsync(IReadOnlyList<string> arguments, CancellationToken cancellation)
    {
        await Parse([.. arguments, "--help"]).InvokeAsync(Invocation(_context.Error), cancellation).ConfigureAwait(false);
        return ExitCode.WrongInput;
    }

    private static bool IsAskedFor(ParseResult parse, Option<bool> option) => parse.GetResult(option) is { Implicit: false };

    private int ShowVersion()
    {
        _context.Output.WriteLine($"gannet {typeof(CommandLine).Assembly.GetName().Version!.ToString(3)}");
        return ExitCode.Done;
    }
}
