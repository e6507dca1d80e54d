using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Compares two tensors of one type, of which either may be stretched, to truth values.</summary>
internal sealed unsafe class ComparisonOperator<TComparison> : IOperator where TComparison : struct, IComparison
{
    public void Run(NodeRun node)
    {
        var (a, b) = (node.Input(0), node.Input(1));
        if (a.Type != b.Type) throw new InvalidDataException($"the operands {a} and {b} have different types");
        var target = BroadcastLayout.Of(a, b);
        var y = node.Rent(OnnxElementType.Bool, target.Shape, target.Layout);
        switch (a.Type)
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

        node.Set(0, y);
    }

    private static void Run<T>(Tensor a, Tensor b, Tensor y) where T : unmanaged, INumber<T>
    {
        if (y.Count == 0) return;
        var layout = BroadcastLayout.Like(y);
        var loop = new StridedLoop(layout.MemoryShape, layout.Steps(a), layout.Steps(b));
        var (stepA, stepB) = (loop.Step(0), loop.Step(1));
        var to = y.Address<byte>();
        var cursor = loop.At(0);
        for (var row = 0; row < loop.Rows; row++, cursor.Next(), to += loop.RowLength)
        {
            var fromA = a.Address<T>() + cursor.Offset(0);
            var fromB = b.Address<T>() + cursor.Offset(1);
            for (var k = 0; k < loop.RowLength; k++) to[k] = TComparison.Of(fromA[k * stepA], fromB[k * stepB]) ? (byte)1 : (byte)0;
        }
    }
}
