using System.Numerics;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Normalization;

/// <summary>Probabilities, or their logarithms, of scores along an axis. Before version 13, all axes from this one on are one.</summary>
internal sealed unsafe class Softmax(NodeDefinition definition, bool isLogarithm) : IOperator
{
    private const long WorthThreads = 1 << 14;

    private readonly bool _joinsAxes = definition.Opset < 13;
    private readonly int _axis = definition.Attributes.Int32("axis", definition.Opset < 13 ? 1 : -1);

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var y = node.Rent(x.Type, x.Shape);
        if (x.Count > 0)
        {
            var axis = _joinsAxes && _axis == x.Rank ? _axis : TensorShape.Axis(_axis, x.Rank);
            var length = _joinsAxes ? TensorShape.Product(x.Shape.AsSpan(axis)) : x.Shape[axis];
            var inner = _joinsAxes ? 1 : TensorShape.Product(x.Shape.AsSpan(axis + 1));
            if (x.Type == OnnxElementType.Float) Lines<float>(x, length, inner, y);
            else if (x.Type == OnnxElementType.Double) Lines<double>(x, length, inner, y);
            else throw new InvalidDataException($"the input {x} should have fractions");
        }

        node.Set(0, y);
    }

    private void Lines<T>(Tensor x, int length, int inner, Tensor y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var from = x.Address<T>();
        var to = y.Address<T>();
        KernelPlan.Best.For(x.Count, WorthThreads).ForRanges(x.Count / length, 1, (_, start, end) =>
        {
            for (var line = start; line < end; line++)
            {
                var first = (long)(line / inner) * length * inner + line % inner;
                if (inner == 1) Row(new ReadOnlySpan<T>(from + first, length), new Span<T>(to + first, length));
                else Line(from + first, to + first, length, inner);
            }
        });
        GC.KeepAlive(x);
    }

    private void Row<T>(ReadOnlySpan<T> from, Span<T> to) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var greatest = from[0];
        foreach (var value in from) greatest = T.Max(greatest, value);
        var k = 0;
        var sums = Vector<T>.Zero;
        for (; k <= from.Length - Vector<T>.Count; k += Vector<T>.Count)
        {
            var exponential = VectorMath.Exp(new Vector<T>(from[k..]) - new Vector<T>(greatest));
            exponential.CopyTo(to[k..]);
            sums += exponential;
        }

        var sum = Vector.Sum(sums);
        for (; k < from.Length; k++) sum += to[k] = T.Exp(from[k] - greatest);
        if (isLogarithm)
        {
            var offset = greatest + T.Log(sum);
            for (k = 0; k < from.Length; k++) to[k] = from[k] - offset;
            return;
        }

        for (k = 0; k <= from.Length - Vector<T>.Count; k += Vector<T>.Count) (new Vector<T>(to[k..]) / new Vector<T>(sum)).CopyTo(to[k..]);
        for (; k < from.Length; k++) to[k] /= sum;
    }

    private void Line<T>(T* from, T* to, int length, long step) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (greatest, sum) = (*from, T.Zero);
        for (var k = 1; k < length; k++) greatest = T.Max(greatest, from[k * step]);
        for (var k = 0; k < length; k++) sum += to[k * step] = T.Exp(from[k * step] - greatest);
        var logarithm = T.Log(sum);
        for (var k = 0; k < length; k++) to[k * step] = isLogarithm ? from[k * step] - greatest - logarithm : to[k * step] / sum;
    }
}
