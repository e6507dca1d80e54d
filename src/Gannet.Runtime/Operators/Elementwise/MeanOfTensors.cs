using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>The mean of any number of tensors, each of which may be stretched.</summary>
internal sealed class MeanOfTensors(int inputs) : IOperator
{
    public void Run(NodeRun node)
    {
        var first = node.Input(0);
        var sum = first.View(first.Shape, first.Layout);
        for (var k = 1; k < inputs; k++) sum = Replace<Addition>(node, sum, node.Input(k));
        var count = Tensor.Unpooled(first.Type, []);
        if (first.Type == OnnxElementType.Float) count.Elements<float>()[0] = inputs;
        else count.Elements<double>()[0] = inputs;
        node.Set(0, Replace<Division>(node, sum, count));
    }

    private static Tensor Replace<TFunction>(NodeRun node, Tensor a, Tensor b) where TFunction : struct, IBinaryFunction
    {
        var target = BroadcastLayout.Of(a, b);
        var y = node.Rent(a.Type, target.Shape, target.Layout);
        BinaryLoop<TFunction>.Run(a, b, y);
        a.Release();
        return y;
    }
}
