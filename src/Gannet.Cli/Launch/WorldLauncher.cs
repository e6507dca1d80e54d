using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Gannet.Cli.Commands;

namespace Gannet.Cli.Launch;

/// <summary>Starts the processes that train together on this machine, and sees to it that they end together.</summary>
/// <param name="context">Where their words go.</param>
/// <param name="program">A program and its arguments; every process gets its place in the variables that torchrun sets, too.</param>
/// <param name="size">How many.</param>
internal sealed class WorldLauncher(CommandContext context, IReadOnlyList<string> program, int size)
{
    /// <summary>Most processes on one machine; more are a slip of the finger.</summary>
    public const int Most = 256;

    /// <summary>Enough for a diagnosis, which has to wait for silence.</summary>
    public static TimeSpan DefaultGrace { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the others get to notice that one has failed, and to say why, before they are killed.</summary>
    public TimeSpan Grace { get; init; } = DefaultGrace;

    /// <summary>Runs them until all have ended.</summary>
    /// <param name="cancellation">Asks all of them for an orderly end, however long it takes.</param>
    /// <returns>0 if all succeeded, otherwise the exit code of the first that failed, or 1 if a signal ended it.</returns>
    public int Run(CancellationToken cancellation)
    {
        var port = FreePort();
        var workers = new List<Worker>();
        try
        {
            for (var rank = 0; rank < size; rank++) workers.Add(new Worker(context, Start(rank, port), rank));
            using var asked = cancellation.Register(() => workers.ForEach(static worker => worker.AskToStop()));
            var first = FirstFailure(workers);
            var hung = first is null ? [] : KillSurvivors(workers, first);
            workers.ForEach(static worker => worker.Drain());
            TellLastWords(workers);
            return first is null ? ExitCode.Done : Report(first, hung, cancellation);
        }
        finally
        {
            workers.ForEach(static worker => worker.Dispose());
        }
    }

    private ProcessStartInfo Start(int rank, int port)
    {
        var start = new ProcessStartInfo(program[0], program.Skip(1));
        var share = Math.Max(1, Environment.ProcessorCount / size);
        foreach (var (name, value) in (ReadOnlySpan<(string, object)>)[
            ("RANK", rank), ("LOCAL_RANK", rank), ("WORLD_SIZE", size), ("LOCAL_WORLD_SIZE", size), ("MASTER_ADDR", IPAddress.Loopback), ("MASTER_PORT", port),
            (LauncherLink.Variable, Environment.ProcessId)])
        {
            start.Environment[name] = string.Create(CultureInfo.InvariantCulture, $"{value}");
        }

        // Left over from a launcher further out.
        foreach (var name in (ReadOnlySpan<string>)["TORCHELASTIC_USE_AGENT_STORE", "TORCHELASTIC_RESTART_COUNT"]) start.Environment.Remove(name);
        // The cores are shared: those of libtorch and those of .NET.
        foreach (var name in (ReadOnlySpan<string>)["OMP_NUM_THREADS", "DOTNET_PROCESSOR_COUNT"])
            start.Environment.TryAdd(name, share.ToString(CultureInfo.InvariantCulture));
        return start;
    }

    // Null once all have succeeded.
    private static Worker? FirstFailure(List<Worker> workers)
    {
        var running = workers.ToList();
        while (running.Count > 0)
        {
            var ended = running[Task.WaitAny([.. running.Select(static worker => worker.Ended)])];
            running.Remove(ended);
            if (ended.ExitCode != ExitCode.Done) return ended;
        }

        return null;
    }

    // Those that had to be killed: they hang.
    private List<Worker> KillSurvivors(List<Worker> workers, Worker first)
    {
        // An orderly end takes as long as it takes; the second signal ends it.
        var limit = first.ExitCode == ExitCode.Interrupted ? Timeout.InfiniteTimeSpan : Grace;
        Task.WhenAll(workers.Select(static worker => worker.Ended)).Wait(limit);
        List<Worker> hung = [.. workers.Where(static worker => !worker.Ended.IsCompleted)];
        hung.ForEach(static worker => worker.Kill());
        return hung;
    }

    // Every process complains about a mistake that all were given; once is enough.
    private void TellLastWords(List<Worker> workers)
    {
        var told = workers[0].LastWords.ToHashSet(StringComparer.Ordinal);
        foreach (var worker in workers.Skip(1))
        {
            if (worker.ExitCode == ExitCode.WrongInput && workers[0].ExitCode == ExitCode.WrongInput) continue;
            foreach (var line in worker.LastWords.Where(told.Add)) context.Error.WriteLine($"[{worker.Rank}] {line}");
        }
    }

    private int Report(Worker first, List<Worker> hung, CancellationToken cancellation)
    {
        if (first.ExitCode is ExitCode.WrongInput) return ExitCode.WrongInput;
        if (cancellation.IsCancellationRequested && first.ExitCode == ExitCode.Interrupted) return ExitCode.Interrupted;
        var culprit = hung.Count > 0 && !first.EndedBySignal
            ? $"process {hung[0].Rank} hung and was killed after the others had failed"
            : $"process {first.Rank} ended with {first.ExitCode}{(first.EndedBySignal ? $" (signal {first.ExitCode - Worker.SignalBase})" : "")}, so the others ended, too";
        context.Error.WriteLine($"gannet: {culprit}. With --resume, the next start continues from the last checkpoint.");
        return first.EndedBySignal ? ExitCode.Failed : first.ExitCode;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
