namespace Gannet.Serving.Limits;

/// <summary>Bounds the memory of bodies and decoded pictures that wait, over all requests.</summary>
internal sealed class PendingMemory(ServingOptions options)
{
    private long _taken;

    /// <summary>Bytes in use.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>Takes so many bytes; false if they would be too many.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) <= options.MaxPendingBytes) return true;
        Return(bytes);
        return false;
    }

    /// <summary>Gives bytes back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _taken, -bytes);
}
