using System.Numerics;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Applies a function to two tensors, of which either may be stretched.</summary>
internal static unsafe class BinaryLoop<TFunction> where TFunction : struct, IBinaryFunction
{
    private const long WorthThreads = 1 << 15;
    private const int Grain = 64;

    /// <summary>Combines two operands of one type.</summary>
    /// <param name="a">The first.</param>
    /// <param name="b">The second.</param>
    /// <param name="y">Where results go; it may be the memory of an operand that is not stretched.</param>
    public static void Run(Tensor a, Tensor b, Tensor y)
    {
        switch (y.Type)
        {
            case OnnxElementType.Float:
                Run<float>(a, b, y);
                break;
            case OnnxElementType.Double:
                Run<double>(a, b, y);
                break;
            case OnnxElementType.Int64:
                Run<long>(a, b, y);
                break;
            case OnnxElementType.Int32:
                Run<int>(a, b, y);
                break;
            case OnnxElementType.Int8:
                Run<sbyte>(a, b, y);
                break;
            default:
                Run<byte>(a, b, y);
                break;
        }
    }

    private static void Run<T>(Tensor a, Tensor b, Tensor y) where T : unmanaged, INumber<T>
    {
        if (y.Count == 0) return;
        var layout = BroadcastLayout.Like(y);
        var loop = new StridedLoop(layout.MemoryShape, layout.Steps(a), layout.Steps(b));
        var fromA = a.Address<T>();
        var fromB = b.Address<T>();
        var to = y.Address<T>();
        var (length, stepA, stepB) = (loop.RowLength, loop.Step(0), loop.Step(1));
        var plan = KernelPlan.Best.For(y.Count, WorthThreads);
        if (loop.Rows == 1)
        {
            plan.ForRanges(length, Grain, (_, start, end) => Row(fromA + start * stepA, stepA, fromB + start * stepB, stepB, to + start, end - start));
        }
        else
        {
            plan.ForRanges(loop.Rows, 1, (_, start, end) =>
            {
                if (start >= end) return;
                var cursor = loop.At(start);
                for (var row = start; row < end; row++, cursor.Next())
                    Row(fromA + cursor.Offset(0), stepA, fromB + cursor.Offset(1), stepB, to + (long)row * length, length);
            });
        }

        GC.KeepAlive(a);
        GC.KeepAlive(b);
        GC.KeepAlive(y);
    }

    private static void Row<T>(T* a, long stepA, T* b, long stepB, T* y, int length) where T : unmanaged, INumber<T>
    {
        var k = 0;
        if (TFunction.HasVectors && (stepA, stepB) is (0, 1) or (1, 0) or (1, 1) && length >= Vector<T>.Count)
        {
            if (stepA == 0)
            {
                var first = new Vector<T>(*a);
                for (; k <= length - Vector<T>.Count; k += Vector<T>.Count) TFunction.OfVectors(first, Vector.Load(b + k)).Store(y + k);
            }
            else if (stepB == 0)
            {
                var second = new Vector<T>(*b);
                for (; k <= length - Vector<T>.Count; k += Vector<T>.Count) TFunction.OfVectors(Vector.Load(a + k), second).Store(y + k);
            }
            else
            {
                for (; k <= length - Vector<T>.Count; k += Vector<T>.Count) TFunction.OfVectors(Vector.Load(a + k), Vector.Load(b + k)).Store(y + k);
            }
        }

        for (; k < length; k++) y[k] = TFunction.Of(a[k * stepA], b[k * stepB]);
    }
}
