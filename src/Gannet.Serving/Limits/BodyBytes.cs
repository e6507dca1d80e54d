namespace Gannet.Serving.Limits;

/// <summary>A body in memory, or a part of one, whose bytes count as pending until they are disposed.</summary>
/// <param name="memory">Counts the bytes.</param>
/// <param name="stated">The length that the client states; 0 for none.</param>
internal sealed class BodyBytes(PendingMemory memory, long stated) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;
    private long _taken;

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _length);

    /// <summary>Appends; false if the pending bytes of all requests would be too many.</summary>
    public bool TryAppend(ReadOnlySpan<byte> more)
    {
        if (!TryGrow(_length + more.Length)) return false;
        more.CopyTo(_bytes.AsSpan(_length));
        _length += more.Length;
        return true;
    }

    public void Dispose()
    {
        memory.Return(_taken);
        (_bytes, _length, _taken) = ([], 0, 0);
    }

    // Grown as bytes arrive: a stated length takes no memory, but it says where doubling ends.
    private bool TryGrow(int length)
    {
        if (length <= _bytes.Length) return true;
        var capacity = Math.Max(length, (int)Math.Min(2L * _bytes.Length, stated > 0 ? Math.Min(stated, Array.MaxLength) : Array.MaxLength));
        if (!memory.TryTake(capacity - _taken)) return false;
        _taken = capacity;
        Array.Resize(ref _bytes, capacity);
        return true;
    }
}
