using System.Diagnostics;
using Gannet.Torch;

namespace Gannet.Cli.Bench;

/// <summary>Times an action several times.</summary>
/// <param name="runs">Timed runs.</param>
/// <param name="cancellation">Stops it between two runs.</param>
internal sealed class BenchClock(int runs, CancellationToken cancellation)
{
    // The runtime recompiles a method after 30 calls and a tenth of a second without newly called methods. We want to time the code that
    // a long job runs. Work that takes longer is warm after one call, because its inner loops ran often enough.
    private static readonly TimeSpan s_warmupTime = TimeSpan.FromSeconds(0.5);

    public BenchResult Measure(BenchCase work)
    {
        using var operands = TensorScope.Enter();
        return Measure(work.Name, work.Prepare());
    }

    public BenchResult Measure(string name, Action work)
    {
        var warmup = Stopwatch.StartNew();
        do Time(work); while (warmup.Elapsed < s_warmupTime);
        var seconds = new double[runs];
        for (var run = 0; run < runs; run++) seconds[run] = Time(work).TotalSeconds;
        return new(name, seconds);
    }

    private TimeSpan Time(Action work)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = Stopwatch.GetTimestamp();
        using (TensorScope.Enter()) work();
        return Stopwatch.GetElapsedTime(start);
    }
}
