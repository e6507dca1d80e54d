namespace Gannet.Serving.Batching;

/// <summary>Memory of network inputs that were looked at, for those that come.</summary>
/// <remarks>An input has megabytes. Allocated anew for each request, they would pile up until the next full collection.</remarks>
internal sealed class InputBuffers
{
    // A few inputs of a common size; what a huge picture took is given back.
    private const long MostBytes = 128L << 20;

    private readonly Lock _gate = new();
    private readonly Stack<float[]> _free = new();
    private long _bytes;

    /// <summary>Memory to reuse, of any size; null if there is none.</summary>
    public float[]? Take()
    {
        lock (_gate)
        {
            if (!_free.TryPop(out var buffer)) return null;
            _bytes -= BytesOf(buffer);
            return buffer;
        }
    }

    /// <summary>Keeps memory that nobody uses any more; null is nothing.</summary>
    public void Return(float[]? buffer)
    {
        if (buffer is null) return;
        lock (_gate)
        {
            if (_bytes + BytesOf(buffer) > MostBytes) return;
            _bytes += BytesOf(buffer);
            _free.Push(buffer);
        }
    }

    private static long BytesOf(float[] buffer) => buffer.LongLength * sizeof(float);
}
