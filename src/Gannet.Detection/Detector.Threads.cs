namespace Gannet.Detection;

// One thread at a time: weights, plan and scratch memory are shared by all calls.
public sealed partial class Detector
{
    private int _thread; // the thread that is computing; 0 for none

    /// <summary>Claims the detector for this thread until the result is disposed.</summary>
    /// <exception cref="InvalidOperationException">Another thread is using it.</exception>
    internal Usage Enter()
    {
        var own = Environment.CurrentManagedThreadId;
        var user = Interlocked.CompareExchange(ref _thread, own, 0);
        if (user == 0) return new(this);
        if (user == own) return default; // a nested call
        throw new InvalidOperationException("Another thread is using this detector: use a lock, or load one detector per thread.");
    }

    /// <summary>The time during which a thread uses a detector.</summary>
    internal readonly ref struct Usage(Detector? detector)
    {
        public void Dispose()
        {
            if (detector is not null) Volatile.Write(ref detector._thread, 0);
        }
    }
}
