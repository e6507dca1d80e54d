using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>The input unchanged.</summary>
internal sealed class Identity : IOperator
{
    public void Run(NodeRun node)
    {
        var value = node.Any(0);
        if (value is Tensor x)
        {
            node.Set(0, x.View(x.Shape, x.Layout));
            return;
        }

        value.Retain();
        node.Set(0, value);
    }
}

/// <summary>Dropout when nothing is trained: the input unchanged, and a mask that keeps everything.</summary>
internal sealed class Dropout : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        node.Set(0, x.View(x.Shape, x.Layout));
        if (!node.IsNeeded(1)) return;
        var mask = node.Rent(OnnxElementType.Bool, x.Shape, x.Layout);
        mask.Bytes.Fill(1);
        node.Set(1, mask);
    }
}
