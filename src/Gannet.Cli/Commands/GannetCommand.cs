using System.CommandLine;
using Gannet.Cli.Parsing;

namespace Gannet.Cli.Commands;

/// <summary>A command of the command line: its options are its fields, its work is <see cref="Run"/>.</summary>
/// <remarks>
/// To add one: derive a class in Commands/, add its options in its constructor and itself in <see cref="CommandLine"/>; DoctorCommand is
/// an example.
/// Bad input is an exception: <see cref="UsageException"/>, InvalidDataException or FileNotFoundException end as one line and exit code 2.
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

    /// <summary>Does the work on the calling thread, the process's first, and returns an <see cref="ExitCode"/>.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="cancellation">
    /// Cancelled by Ctrl+C or SIGTERM; take the time a checkpoint needs, then throw <see cref="OperationCanceledException"/>.
    /// </param>
    protected abstract int Run(ParseResult parse, CancellationToken cancellation);
}
