using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Commands;

/// <summary>Base class of a command: its fields are its options, and <see cref="Run"/> does the work.</summary>
/// <remarks>
/// To add one, derive a class in Commands/, add the options in its constructor, and add the command in <see cref="CommandLine"/>; see
/// DoctorCommand for an example.
/// Throw on bad input: <see cref="UsageException"/>, InvalidDataException or FileNotFoundException end as one line and exit code 2.
/// </remarks>
internal abstract class GannetCommand : Command
{
    protected GannetCommand(CommandContext context, string name, string description)
        : base(name, description)
    {
        Context = context;
        SetAction((parse, cancellation) => Task.FromResult(Run(parse, cancellation)));
    }

    protected CommandContext Context { get; }

    /// <summary>Does the work on the calling thread, which is the process's first, and returns an <see cref="ExitCode"/>.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="cancellation">
    /// Cancelled by Ctrl+C or SIGTERM; save what must not be lost (a checkpoint), then throw <see cref="OperationCanceledException"/>.
    /// </param>
    protected abstract int Run(ParseResult parse, CancellationToken cancellation);
}
