using System.Numerics;

namespace Gannet.Runtime.Tensors;

/// <summary>The memory of one run at a time: what a node no longer needs is used by the next, and again by the next run.</summary>
/// <param name="limit">Bytes that may be in use at once.</param>
internal sealed class BufferPool(long limit)
{
    private const int SmallestBits = 8, StepsPerOctave = 4;
    private const int LeastShared = 1 << 20, MostTimes = 4; // bytes of a buffer, and how much larger one may be

    private readonly Dictionary<int, Stack<PooledBuffer>> _free = [];
    private long _run;
    private long _used;

    /// <summary>Memory for <paramref name="bytes"/>, with undefined contents.</summary>
    /// <exception cref="InvalidDataException">That is more than the limit.</exception>
    public PooledBuffer Rent(long bytes)
    {
        var capacity = CapacityFor(bytes);
        if (_used + capacity > limit)
            throw new InvalidDataException($"a result of {bytes} bytes does not fit: {_used} of {limit} bytes are in use");
        if (TryTake((int)capacity) is { } buffer) buffer.Reuse();
        else buffer = new PooledBuffer((int)capacity, this);
        _used += buffer.Capacity;
        buffer.LastRun = _run;
        return buffer;
    }

    public void Return(PooledBuffer buffer)
    {
        _used -= buffer.Capacity;
        if (!_free.TryGetValue(buffer.Capacity, out var free)) _free[buffer.Capacity] = free = new();
        free.Push(buffer);
    }

    /// <summary>Ends a run: memory that this run did not use is given up, so that one large image does not occupy it for good.</summary>
    public void EndRun()
    {
        foreach (var (capacity, free) in _free)
        {
            if (free.All(buffer => buffer.LastRun == _run)) continue;
            _free[capacity] = new(free.Where(buffer => buffer.LastRun == _run));
        }

        _run++;
        _used = 0; // a run that failed returned nothing
    }

    // A large buffer may be larger than needed: as maps become smaller from stage to stage, those of earlier stages serve later ones. New memory
    // is dear, since the system clears it page by page.
    private PooledBuffer? TryTake(int capacity)
    {
        if (_free.TryGetValue(capacity, out var free) && free.TryPop(out var buffer)) return buffer;
        if (capacity < LeastShared) return null;
        Stack<PooledBuffer>? best = null;
        foreach (var (size, larger) in _free)
        {
            if (size > capacity && size / MostTimes <= capacity && larger.Count > 0 && (best is null || size < best.Peek().Capacity)) best = larger;
        }

        return best?.Pop();
    }

    // Four sizes per power of two: sizes vary a little between images, and a fifth of the memory may be wasted.
    private static long CapacityFor(long bytes)
    {
        if (bytes <= 1 << SmallestBits) return 1 << SmallestBits;
        var step = 1L << (BitOperations.Log2((ulong)bytes - 1) - (int)Math.Log2(StepsPerOctave));
        return (bytes + step - 1) / step * step;
    }
}
