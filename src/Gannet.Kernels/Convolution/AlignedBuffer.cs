using System.Runtime.InteropServices;

namespace Gannet.Kernels.Convolution;

/// <summary>Floats that start at a cache line and do not move; freed when nothing refers to the buffer any more.</summary>
/// <remarks>
/// Native memory, because a pinned array leaves a hole where it was: a training would keep the room of the packed weights that its validations need.
/// </remarks>
internal sealed unsafe class AlignedBuffer
{
    /// <summary>Bytes of a cache line, and the floats that it holds.</summary>
    public const int Line = 64, FloatsOfLine = Line / sizeof(float);

    [ThreadStatic] private static AlignedBuffer? t_scratch;

    public AlignedBuffer(long count)
    {
        Count = count;
        Start = (float*)NativeMemory.AlignedAlloc(checked((nuint)Bytes), Line);
        if (Bytes > 0) GC.AddMemoryPressure(Bytes);
    }

    ~AlignedBuffer()
    {
        NativeMemory.AlignedFree(Start);
        if (Start != null && Bytes > 0) GC.RemoveMemoryPressure(Bytes); // null: there was no memory, and the constructor threw
    }

    public long Count { get; }

    public float* Start { get; }

    private long Bytes => checked(Count * sizeof(float));

    /// <summary>This thread's memory for the duration of one kernel; the next kernel reuses it.</summary>
    public static float* Scratch(long count)
    {
        if (t_scratch is null || t_scratch.Count < count) t_scratch = new AlignedBuffer(count + count / 4);
        return t_scratch.Start;
    }
}
