using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>A function of two tensors of one type, or of any number of them, from left to right.</summary>
/// <param name="inputs">Number of operands.</param>
internal sealed class BinaryOperator<TFunction>(int inputs) : IOperator where TFunction : struct, IBinaryFunction
{
    public void Run(NodeRun node)
    {
        if (inputs < 2)
        {
            node.Set(0, node.Input(0).View(node.Input(0).Shape, node.Input(0).Layout));
            return;
        }

        var result = Combine(node, 0, 1);
        for (var k = 2; k < inputs; k++)
        {
            var next = Combine(node, result, node.Input(k));
            result.Release();
            result = next;
        }

        node.Set(0, result);
    }

    private static Tensor Combine(NodeRun node, int first, int second)
    {
        var (a, b) = (node.Input(first), node.Input(second));
        CheckTypes(a, b);
        var target = BroadcastLayout.Of(a, b);
        if (a.Count == b.Count) (a, b) = (node.InLayout(first, target.Layout), node.InLayout(second, target.Layout));
        var y = a.Count >= b.Count ? node.RentOver(first, a.Type, target.Shape, target.Layout) : node.RentOver(second, a.Type, target.Shape, target.Layout);
        BinaryLoop<TFunction>.Run(a, b, y);
        return y;
    }

    private static Tensor Combine(NodeRun node, Tensor a, Tensor b)
    {
        CheckTypes(a, b);
        var target = BroadcastLayout.Of(a, b);
        var y = node.Rent(a.Type, target.Shape, target.Layout);
        BinaryLoop<TFunction>.Run(a, b, y);
        return y;
    }

    private static void CheckTypes(Tensor a, Tensor b)
    {
        if (a.Type != b.Type) throw new InvalidDataException($"the operands {a} and {b} have different types");
    }
}
