using System.CommandLine;
using Gannet.Cli.Options;
using Gannet.Cli.Parsing;
using Gannet.Torch;
using Gannet.Torch.Distributed;

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
        SetAction((parse, cancellation) => Task.FromResult(RunAndTell(parse, cancellation)));
    }

    private ProcessGroup? _group;

    protected CommandContext Context { get; private set; }

    /// <summary>Meets the other processes, if a launcher started several; all but the first one are silent from then on.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="world">The options of the processes.</param>
    /// <param name="device">Where this process computes.</param>
    /// <returns>Null for a process alone.</returns>
    protected ProcessGroup? JoinWorkers(ParseResult parse, WorldOptions world, Device device)
    {
        if (WorldPlace.FromEnvironment().Size == 1) return null;
        _group = world.Join(parse, device);
        if (_group.Rank > 0) Context = Context.Silent();
        return _group;
    }

    /// <summary>Does the work on the calling thread, which is the process's first, and returns an <see cref="ExitCode"/>.</summary>
    /// <param name="parse">The values of the options.</param>
    /// <param name="cancellation">
    /// Cancelled by Ctrl+C or SIGTERM; save what must not be lost (a checkpoint), then throw <see cref="OperationCanceledException"/>.
    /// </param>
    protected abstract int Run(ParseResult parse, CancellationToken cancellation);

    private int RunAndTell(ParseResult parse, CancellationToken cancellation)
    {
        try
        {
            return Run(parse, cancellation);
        }
        catch (Exception error) when (TellOthers(error))
        {
            throw;
        }
    }

    // A filter runs before the group is disposed. What the others know already, or were told to do as well, is no news.
    private bool TellOthers(Exception error)
    {
        if (error is not (ProcessGroupException or OperationCanceledException)) _group?.Report(error.Message);
        return false;
    }
}
