using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Gannet.Mutation;

/// <summary>Hands mutants to child processes and stops the ones that hang.</summary>
internal sealed class Campaign(string[] childArguments, ConcurrentQueue<Mutant> left, TimeSpan limit)
{
    // An endless loop that allocates memory dies by itself.
    private const string HeapLimit = "0x60000000";
    private const int ProgressStep = 50;
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(10);

    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The outcome of each mutant: killed, survived, unreached, timeout or crashed, and the test that killed it.</summary>
    public ConcurrentDictionary<int, (string Outcome, string Test)> Outcomes { get; } = new();

    private bool IsOver => left.IsEmpty || _watch.Elapsed > limit;

    /// <summary>Runs one child after the other until no mutant is left or time is up.</summary>
    public async Task WorkAsync()
    {
        while (!IsOver)
        {
            using var child = Start();
            try
            {
                if (!await ReadyAsync(child).ConfigureAwait(false)) throw new InvalidOperationException("The tests did not start: " + await child.StandardError.ReadToEndAsync().ConfigureAwait(false));
                while (!IsOver && left.TryDequeue(out var mutant) && await TryAsync(child, mutant).ConfigureAwait(false))
                {
                    if (Outcomes.Count % ProgressStep == 0) Console.WriteLine($"{Outcomes.Count} tried, {left.Count} left");
                }
            }
            finally
            {
                if (!child.HasExited) child.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string?> ReadAsync(Process child, TimeSpan limit)
    {
        using var cancellation = new CancellationTokenSource(limit);
        while (true)
        {
            var line = await child.StandardOutput.ReadLineAsync(cancellation.Token).ConfigureAwait(false);
            if (line is null) return null;
            if (line.StartsWith("@@broken", StringComparison.Ordinal)) Console.WriteLine(line[2..]);
            else if (line.StartsWith("@@", StringComparison.Ordinal)) return line[2..];
        }
    }

    private static async Task<bool> ReadyAsync(Process child) => await ReadAsync(child, s_startLimit).ConfigureAwait(false) == "ready";

    private Process Start()
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--child");
        foreach (var argument in childArguments) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapLimit;
        return Process.Start(start)!;
    }

    // Returns whether the child can take another mutant.
    private async Task<bool> TryAsync(Process child, Mutant mutant)
    {
        await child.StandardInput.WriteLineAsync(mutant.Id.ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
        await child.StandardInput.FlushAsync().ConfigureAwait(false);
        var patience = s_startLimit;
        try
        {
            while (true)
            {
                var parts = (await ReadAsync(child, patience).ConfigureAwait(false))?.Split(' ', 3);
                if (parts is null)
                {
                    Outcomes[mutant.Id] = ("crashed", "");
                    return false;
                }

                if (parts[0] == "start") patience = TimeSpan.FromSeconds(int.Parse(parts[2], CultureInfo.InvariantCulture));
                else
                {
                    Outcomes[mutant.Id] = (parts[0], parts.ElementAtOrDefault(2) ?? "");
                    return true;
                }
            }
        }
        catch (OperationCanceledException)
        {
            Outcomes[mutant.Id] = ("timeout", "");
            return false;
        }
    }
}
