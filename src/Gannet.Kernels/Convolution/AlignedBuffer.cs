namespace Gannet.Kernels.Convolution;

/// <summary>Floats that start at a cache line and do not move.</summary>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Bytes of a cache line, and the floats that it holds.</summary>
    public const int Line = 64, FloatsOfLine = Line / sizeof(float);

    [ThreadStatic] private static AlignedBuffer? t_scratch;

    private readonly float[] _memory; // pinned: the collector frees it, but never moves it
    private readonly float* _start;

    public AlignedBuffer(long count)
    {
        Count = count;
        _memory = GC.AllocateUninitializedArray<float>(checked((int)(count + FloatsOfLine)), pinned: true);
        fixed (float* first = _memory) _start = (float*)(((nint)first + Line - 1) / Line * Line);
    }

    public long Count { get; }

    public float* Start => _start;

    /// <summary>This thread's memory for the duration of one kernel; the next kernel reuses it.</summary>
    public static float* Scratch(long count)
    {
        if (t_scratch is null || t_scratch.Count < count) t_scratch = new AlignedBuffer(count + count / 4);
        return t_scratch.Start;
    }
}
