namespace Gannet.Detection;

// One thread at a time: weights, plan and scratch memory are shared by all calls.
public sealed partial class Detector
{
    private int _thread; // that computes at present; 0 for none

    /// <summary>Claims the detector for this thread until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread computes with it.</exception>
    internal Usage Enter()
    {
        var own = Environment.CurrentManagedThreadId;
        var user = Interlocked.CompareExchange(ref _thread, own, 0);
        if (user == 0) return new(this);
        if (user == own) return default; // a call within a call
        throw new InvalidOperationException("Another thread computes with this detector: use a lock, or load one detector for each thread.");
    }

    /// <summary>The time in which a thread computes with a detector.</summary>
    internal readonly ref struct Usage(Detector? detector)
    {
        public void Dispose()
        {
            if (detector is not null) Volatile.Write(ref detector._thread, 0);
        }
    }
}
