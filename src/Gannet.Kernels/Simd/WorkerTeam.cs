using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Gannet.Kernels.Simd;

/// <summary>Threads that share one job after the other: as <see cref="Parallel"/> does, but ready for the next job at once.</summary>
/// <remarks>
/// A network is a chain of short jobs. Waking a thread of the pool for each of them takes as long as computing a small map. Workers
/// therefore stay awake for a moment after a job, and sleep only if no other follows. A second caller at the same time uses the pool.
/// </remarks>
[SuppressMessage("Reliability", "CA1001", Justification = "The only instance lives as long as the process.")]
internal sealed class WorkerTeam
{
    // About 50 µs: longer than the pause between two layers, too short to take much from anybody.
    private const int TurnsAwake = 1000, PauseOfTurn = 4;

    private static readonly Lazy<WorkerTeam> s_shared = new(static () => new WorkerTeam(Environment.ProcessorCount - 1));

    private readonly SemaphoreSlim _wake = new(0);
    private Job? _job;
    private int _isBusy, _asleep;

    private WorkerTeam(int workers)
    {
        for (var k = 0; k < workers; k++) new Thread(Work) { IsBackground = true, Name = $"Gannet kernel worker {k + 1}" }.Start();
    }

    /// <summary>Runs a job's parts, several at a time. It returns when all are done; then it throws what the first failing part threw.</summary>
    /// <param name="parts">Number of parts, at least 1.</param>
    /// <param name="run">Takes the index of the part.</param>
    public static void Run(int parts, Action<int> run)
    {
        if (parts == 1)
        {
            run(0);
            return;
        }

        var job = new Job(parts, run);
        if (Environment.ProcessorCount == 1) job.TakeParts();
        else if (!s_shared.Value.TryRun(job)) Parallel.For(0, Math.Min(parts, Environment.ProcessorCount), _ => job.TakeParts());
        job.Error?.Throw();
    }

    private bool TryRun(Job job)
    {
        if (Interlocked.CompareExchange(ref _isBusy, 1, 0) != 0) return false;
        Interlocked.Exchange(ref _job, job);
        if (Volatile.Read(ref _asleep) is > 0 and var asleep) _wake.Release(Math.Min(asleep, job.Parts - 1));
        job.TakeParts();
        job.WaitForOthers();
        Interlocked.Exchange(ref _job, null);
        Volatile.Write(ref _isBusy, 0);
        return true;
    }

    private void Work()
    {
        Job? last = null;
        while (true)
        {
            var job = Next(last);
            job.TakeParts();
            last = job;
        }
    }

    private Job Next(Job? last)
    {
        while (true)
        {
            for (var turn = 0; turn < TurnsAwake; turn++)
            {
                if (Volatile.Read(ref _job) is { } job && job != last) return job;
                Thread.SpinWait(PauseOfTurn);
            }

            // Counted as asleep before the last look, so that a job which comes between the two wakes this thread.
            Interlocked.Increment(ref _asleep);
            if (Volatile.Read(ref _job) is not { } next || next == last) _wake.Wait();
            Interlocked.Decrement(ref _asleep);
        }
    }

    // Parts are taken, not assigned: a worker that wakes late finds none left, and nobody waits for it.
    private sealed class Job(int parts, Action<int> run)
    {
        private Action<int>? _run = run; // null when all is done: a sleeping worker must not keep alive what it refers to
        private int _taken, _done;

        public int Parts => parts;

        public ExceptionDispatchInfo? Error { get; private set; }

        public void TakeParts()
        {
            for (var part = Interlocked.Increment(ref _taken) - 1; part < parts; part = Interlocked.Increment(ref _taken) - 1)
            {
                try
                {
                    _run!(part);
                }
                catch (Exception e)
                {
                    Error ??= ExceptionDispatchInfo.Capture(e);
                }

                Interlocked.Increment(ref _done);
            }
        }

        public void WaitForOthers()
        {
            var spin = new SpinWait();
            while (Volatile.Read(ref _done) < parts) spin.SpinOnce(sleep1Threshold: -1);
            _run = null;
        }
    }
}
