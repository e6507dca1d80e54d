using Gannet.Kernels.Simd;

namespace Gannet.Runtime.Tensors;

/// <summary>Gathers elements at regular distances: what transposing, slicing, repeating and joining have in common.</summary>
internal static unsafe class StridedCopy
{
    private const long WorthThreads = 1 << 16;

    /// <summary>Fills <paramref name="target"/> in memory order.</summary>
    /// <param name="source">Where elements come from, of the same size.</param>
    /// <param name="first">Offset of the first one.</param>
    /// <param name="shape">Lengths of the target's axes in memory order.</param>
    /// <param name="steps">Distance between neighbours in the source along each of these.</param>
    /// <param name="target">Where they go.</param>
    public static void Fill(Tensor source, long first, ReadOnlySpan<int> shape, long[] steps, Tensor target)
    {
        if (target.Count == 0) return;
        var loop = new StridedLoop(shape, steps);
        switch (source.Type.Size())
        {
            case sizeof(int):
                Fill(source.Address<int>() + first, loop, target.Address<int>());
                break;
            case sizeof(long):
                Fill(source.Address<long>() + first, loop, target.Address<long>());
                break;
            default:
                Fill(source.Address<byte>() + first, loop, target.Address<byte>());
                break;
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    /// <summary>Copies elements to regular distances: the reverse.</summary>
    /// <param name="source">All its elements are copied, in memory order.</param>
    /// <param name="shape">Lengths of the source's axes in memory order.</param>
    /// <param name="target">Where they go.</param>
    /// <param name="first">Offset of the first one there.</param>
    /// <param name="steps">Distance between neighbours in the target.</param>
    public static void Spread(Tensor source, ReadOnlySpan<int> shape, Tensor target, long first, long[] steps)
    {
        if (source.Count == 0) return;
        var loop = new StridedLoop(shape, steps);
        switch (source.Type.Size())
        {
            case sizeof(int):
                Spread(source.Address<int>(), loop, target.Address<int>() + first);
                break;
            case sizeof(long):
                Spread(source.Address<long>(), loop, target.Address<long>() + first);
                break;
            default:
                Spread(source.Address<byte>(), loop, target.Address<byte>() + first);
                break;
        }

        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    private static void Fill<T>(T* source, StridedLoop loop, T* target) where T : unmanaged
    {
        var (length, step) = (loop.RowLength, loop.Step(0));
        KernelPlan.Best.For((long)loop.Rows * length, WorthThreads).ForRanges(loop.Rows, 1, (_, start, end) =>
        {
            if (start >= end) return;
            var cursor = loop.At(start);
            var to = target + (long)start * length;
            for (var row = start; row < end; row++, to += length, cursor.Next())
            {
                var from = source + cursor.Offset(0);
                if (step == 1) new ReadOnlySpan<T>(from, length).CopyTo(new(to, length));
                else if (step == 0) new Span<T>(to, length).Fill(*from);
                else for (var k = 0; k < length; k++) to[k] = from[k * step];
            }
        });
    }

    private static void Spread<T>(T* source, StridedLoop loop, T* target) where T : unmanaged
    {
        var (length, step) = (loop.RowLength, loop.Step(0));
        KernelPlan.Best.For((long)loop.Rows * length, WorthThreads).ForRanges(loop.Rows, 1, (_, start, end) =>
        {
            if (start >= end) return;
            var cursor = loop.At(start);
            var from = source + (long)start * length;
            for (var row = start; row < end; row++, from += length, cursor.Next())
            {
                var to = target + cursor.Offset(0);
                if (step == 1) new ReadOnlySpan<T>(from, length).CopyTo(new(to, length));
                else for (var k = 0; k < length; k++) to[k * step] = from[k];
            }
        });
    }
}
