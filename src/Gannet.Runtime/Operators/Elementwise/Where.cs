using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Chooses each element from one of two tensors.</summary>
internal sealed unsafe class Where : IOperator
{
    public void Run(NodeRun node)
    {
        var (condition, a, b) = (node.Input(0), node.Input(1), node.Input(2));
        if (a.Type != b.Type) throw new InvalidDataException($"the choices {a} and {b} have different types");
        if (condition.Type != OnnxElementType.Bool) throw new InvalidDataException($"the condition {condition} should be truth values");
        var target = BroadcastLayout.Of(condition, a, b);
        var y = node.Rent(a.Type, target.Shape, target.Layout);
        switch (a.Type.Size())
        {
            case sizeof(int):
                Choose<int>(target, condition, a, b, y);
                break;
            case sizeof(long):
                Choose<long>(target, condition, a, b, y);
                break;
            default:
                Choose<byte>(target, condition, a, b, y);
                break;
        }

        node.Set(0, y);
    }

    private static void Choose<T>(BroadcastLayout target, Tensor condition, Tensor a, Tensor b, Tensor y) where T : unmanaged
    {
        if (y.Count == 0) return;
        var loop = new StridedLoop(target.MemoryShape, target.Steps(condition), target.Steps(a), target.Steps(b));
        var step = loop.Step(0);
        var stepA = loop.Step(1);
        var stepB = loop.Step(2);
        var to = y.Address<T>();
        var cursor = loop.At(0);
        for (var row = 0; row < loop.Rows; row++, cursor.Next(), to += loop.RowLength)
        {
            var chooses = condition.Address<byte>() + cursor.Offset(0);
            var fromA = a.Address<T>() + cursor.Offset(1);
            var fromB = b.Address<T>() + cursor.Offset(2);
            for (var k = 0; k < loop.RowLength; k++) to[k] = chooses[k * step] != 0 ? fromA[k * stepA] : fromB[k * stepB];
        }
    }
}
