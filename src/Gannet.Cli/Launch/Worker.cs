using System.Diagnostics;
using Gannet.Cli.Commands;

namespace Gannet.Cli.Launch;

/// <summary>One of the processes that train together, seen from the process that started it.</summary>
/// <remarks>Process 0 talks as if it were alone, to the same terminal; the lines of the others carry their number.</remarks>
internal sealed class Worker : IDisposable
{
    /// <summary>The exit code of a process that a signal ended, less the signal.</summary>
    public const int SignalBase = 128;

    private const string Complaint = "gannet: ";
    private static readonly TimeSpan s_drain = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly List<string> _lastWords = [];
    private readonly Task[] _relays = [];

    /// <summary>Starts it.</summary>
    public Worker(CommandContext context, ProcessStartInfo start, int rank)
    {
        Rank = rank;
        start.RedirectStandardInput = true; // its link to this process
        // A progress bar needs the terminal itself.
        var talksItself = rank == 0 && !Console.IsErrorRedirected;
        start.RedirectStandardOutput = start.RedirectStandardError = !talksItself;
        _process = Process.Start(start)!;
        Ended = _process.WaitForExitAsync();
        if (talksItself) return;
        _relays =
        [
            Relay(_process.StandardError, context.Error, isError: true),
            Relay(_process.StandardOutput, rank == 0 ? context.Output : context.Error, isError: false),
        ];
    }

    /// <summary>Its number.</summary>
    public int Rank { get; }

    /// <summary>Completes when it has ended.</summary>
    public Task Ended { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Whether a signal ended it; 130 and 143 are also what programs return by themselves.</summary>
    public bool EndedBySignal => ExitCode > SignalBase && ExitCode != Cli.ExitCode.Interrupted;

    /// <summary>The errors it named: of process 0 they have been shown, of the others not yet.</summary>
    public IReadOnlyList<string> LastWords => _lastWords;

    /// <summary>Asks it to end in an orderly way.</summary>
    public void AskToStop()
    {
        try
        {
            _process.StandardInput.WriteLine();
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    /// <summary>Ends it at once.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: true);
        Ended.Wait();
    }

    /// <summary>Waits until all that it said is passed on.</summary>
    public void Drain() => Task.WaitAll(_relays, s_drain); // a program that it started may hold the pipe open

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private async Task Relay(StreamReader from, TextWriter to, bool isError)
    {
        while (await from.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            var isComplaint = isError && line.StartsWith(Complaint, StringComparison.Ordinal);
            if (isComplaint) _lastWords.Add(line);
            if (Rank == 0) Write(to, line);
            else if (!isComplaint) Write(to, $"[{Rank}] {line}");
        }
    }

    private static void Write(TextWriter to, string line)
    {
        lock (to) to.WriteLine(line);
    }
}
