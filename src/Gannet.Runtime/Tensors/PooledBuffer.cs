using Gannet.Kernels.Convolution;

namespace Gannet.Runtime.Tensors;

/// <summary>Memory of one or more tensors, which starts at a cache line and does not move.</summary>
/// <remarks>Counts its users, except where it has no pool to return to: memory of constants and inputs is left to the collector.</remarks>
internal sealed class PooledBuffer
{
    private readonly byte[] _memory;
    private readonly int _start;
    private readonly BufferPool? _pool;
    private int _users = 1;

    public unsafe PooledBuffer(int bytes, BufferPool? pool)
    {
        (Capacity, _pool) = (bytes, pool);
        _memory = GC.AllocateUninitializedArray<byte>(checked(bytes + AlignedBuffer.Line), pinned: true);
        fixed (byte* first = _memory) _start = (int)((AlignedBuffer.Line - (nint)first % AlignedBuffer.Line) % AlignedBuffer.Line);
    }

    public int Capacity { get; }

    /// <summary>The number of the run that used it last.</summary>
    public long LastRun { get; set; }

    public Span<byte> Bytes => _memory.AsSpan(_start, Capacity);

    /// <summary>Whether nobody but the caller uses it, so that the caller may overwrite it.</summary>
    public bool IsExclusive => _pool is not null && _users == 1;

    public void Retain()
    {
        if (_pool is not null) _users++;
    }

    public void Release()
    {
        if (_pool is not null && --_users == 0) _pool.Return(this);
    }

    /// <summary>Hands it out again.</summary>
    public void Reuse() => _users = 1;
}
