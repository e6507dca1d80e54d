using System.Numerics;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Resampling;

/// <summary>Makes each slice along one axis a weighted sum of slices of the input.</summary>
internal static unsafe class AxisResampling
{
    private const long WorthThreads = 1 << 15;

    /// <summary>Resamples one axis; the caller owns the result.</summary>
    /// <param name="node">Where memory comes from.</param>
    /// <param name="x">The input.</param>
    /// <param name="axis">The axis, in logical order.</param>
    /// <param name="length">Its new length.</param>
    /// <param name="taps">What each slice of the result reads.</param>
    /// <param name="outside">The value of slices that read nothing.</param>
    public static Tensor Run(NodeRun node, Tensor x, int axis, int length, ResizeTaps taps, float outside)
    {
        var shape = x.Shape.ToArray();
        shape[axis] = length;
        var y = node.Rent(x.Type, shape, x.Layout);
        if (y.Count == 0) return y;
        // Memory axes before and behind the resampled one.
        var order = BroadcastLayout.InMemoryOrder([.. Enumerable.Range(0, x.Rank)], x.Layout);
        var place = Array.IndexOf(order, axis);
        var lengths = BroadcastLayout.InMemoryOrder(x.Shape, x.Layout);
        var inner = TensorShape.Product(lengths.AsSpan(place + 1));
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Run<float>(x, lengths[place], inner, y, length, taps, outside);
                break;
            case OnnxElementType.Double:
                Run<double>(x, lengths[place], inner, y, length, taps, outside);
                break;
            case OnnxElementType.Int64:
                Run<long>(x, lengths[place], inner, y, length, taps, outside);
                break;
            case OnnxElementType.Int32:
                Run<int>(x, lengths[place], inner, y, length, taps, outside);
                break;
            case OnnxElementType.Int8:
                Run<sbyte>(x, lengths[place], inner, y, length, taps, outside);
                break;
            default:
                Run<byte>(x, lengths[place], inner, y, length, taps, outside);
                break;
        }

        return y;
    }

    private static void Run<T>(Tensor x, int length, int inner, Tensor y, int outputs, ResizeTaps taps, float outside) where T : unmanaged, INumber<T>
    {
        if (inner == 1 && taps is { Count: 2, HasOutside: false } && x.Type == OnnxElementType.Float)
        {
            RunLines(x, length, y, outputs, taps);
            return;
        }

        var from = x.Address<T>();
        var to = y.Address<T>();
        KernelPlan.Best.For(y.Count, WorthThreads).ForRanges(y.Count / inner, 1, (_, start, end) =>
        {
            for (var k = start; k < end; k++)
            {
                var (outer, output) = Math.DivRem(k, outputs);
                var target = new Span<T>(to + (long)k * inner, inner);
                var slices = from + (long)outer * length * inner;
                if (taps.IsOutside(output)) target.Fill(T.CreateTruncating(outside));
                else if (taps.Count == 1) new ReadOnlySpan<T>(slices + (long)taps.Cell(output, 0) * inner, inner).CopyTo(target);
                else if (typeof(T) == typeof(float)) Sum((float*)slices, inner, taps, output, (float*)(to + (long)k * inner));
                else Sum(slices, inner, taps, output, target);
            }
        });
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    // Slices of one element: pixels along a row, as exported detectors resize their images.
    private static void RunLines(Tensor x, int length, Tensor y, int outputs, ResizeTaps taps)
    {
        var from = x.Address<float>();
        var to = y.Address<float>();
        KernelPlan.Best.For(y.Count, WorthThreads).ForRanges(y.Count / outputs, 1, (_, start, end) =>
        {
            for (var line = start; line < end; line++)
            {
                var source = new ReadOnlySpan<float>(from + (long)line * length, length);
                var target = new Span<float>(to + (long)line * outputs, outputs);
                for (var k = 0; k < target.Length; k++)
                    target[k] = source[taps.Cell(k, 0)] * taps.Weight(k, 0) + source[taps.Cell(k, 1)] * taps.Weight(k, 1);
            }
        });
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }

    private static void Sum(float* slices, int inner, ResizeTaps taps, int output, float* target)
    {
        if (taps.Count == 2)
        {
            var low = slices + (long)taps.Cell(output, 0) * inner;
            var high = slices + (long)taps.Cell(output, 1) * inner;
            var (a, b) = (taps.Weight(output, 0), taps.Weight(output, 1));
            var k = 0;
            for (; k <= inner - Vector<float>.Count; k += Vector<float>.Count) (Vector.Load(low + k) * a + Vector.Load(high + k) * b).Store(target + k);
            for (; k < inner; k++) target[k] = low[k] * a + high[k] * b;
            return;
        }

        for (var k = 0; k < inner; k++)
        {
            var sum = 0f;
            for (var tap = 0; tap < taps.Count; tap++) sum += slices[(long)taps.Cell(output, tap) * inner + k] * taps.Weight(output, tap);
            target[k] = sum;
        }
    }

    private static void Sum<T>(T* slices, int inner, ResizeTaps taps, int output, Span<T> target) where T : unmanaged, INumber<T>
    {
        for (var k = 0; k < inner; k++)
        {
            var sum = 0.0;
            for (var tap = 0; tap < taps.Count; tap++) sum += double.CreateTruncating(slices[(long)taps.Cell(output, tap) * inner + k]) * taps.Weight(output, tap);
            target[k] = T.CreateTruncating(sum);
        }
    }
}
