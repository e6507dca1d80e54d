using System.Globalization;

namespace Gannet.Torch.Distributed;

/// <summary>Shows the others that this process is alive, and how many operations it has begun.</summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>How long a process must be silent to count as gone; many times the period of the beats, since busy machines are late.</summary>
    public static TimeSpan Silence { get; } = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(500);

    private readonly int _rank;
    private readonly Store _store; // a connection of its own: that of the group may be waiting
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _thread;
    private long _operations;

    /// <summary>Starts to beat, through a connection that it then owns.</summary>
    public Heartbeat(Store store, int rank)
    {
        (_store, _rank) = (store, rank);
        _thread = new Thread(Run) { IsBackground = true, Name = "gannet-heartbeat" };
        _thread.Start();
    }

    /// <summary>How many operations that need all processes this one has begun.</summary>
    public long Operations => Interlocked.Read(ref _operations);

    /// <summary>Counts an operation, so that a process which does not come to it can be told from those that wait in it.</summary>
    public void Count() => Interlocked.Increment(ref _operations);

    /// <summary>The last beat of a process; null before its first.</summary>
    public static Pulse? Of(Store store, int rank) => Pulse.Parse(store.Find(Key(rank)));

    public void Dispose()
    {
        _end.Set();
        // It may wait for an answer that never comes; then it stays until the process ends.
        if (!_thread.Join(s_period)) return;
        _store.Dispose();
        _end.Dispose();
    }

    private static string Key(int rank) => $"pulse/{rank}";

    private void Run()
    {
        try
        {
            var beats = 0L;
            do _store.Set(Key(_rank), new Pulse(++beats, Operations, HasLeft: false).ToString());
            while (!_end.Wait(s_period));
            _store.Set(Key(_rank), new Pulse(beats, Operations, HasLeft: true).ToString());
        }
        catch (ProcessGroupException)
        {
            // The store is gone, which the next operation reports.
        }
    }
}

/// <summary>What a process last showed of itself.</summary>
/// <param name="Beats">Its heartbeats.</param>
/// <param name="Operations">The operations it had begun.</param>
/// <param name="HasLeft">Whether it left in an orderly way.</param>
internal readonly record struct Pulse(long Beats, long Operations, bool HasLeft)
{
    public static Pulse? Parse(string? text) => text?.Split(' ') is [var beats, var operations, var left]
        && long.TryParse(beats, NumberStyles.None, CultureInfo.InvariantCulture, out var b) && long.TryParse(operations, NumberStyles.None, CultureInfo.InvariantCulture, out var o)
        ? new Pulse(b, o, left == "left") : null;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Beats} {Operations} {(HasLeft ? "left" : "here")}");
}
