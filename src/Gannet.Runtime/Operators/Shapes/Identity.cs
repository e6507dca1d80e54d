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
    private const int IsTraining = 2;

    public void Run(NodeRun node)
    {
        if (node.Has(IsTraining) && Control.Condition.IsTrue(node.RowMajor(IsTraining)))
            throw new InvalidDataException("dropping in training is not supported");
        var x = node.Input(0);
        node.Set(0, x.View(x.Shape, x.Layout));
        if (!node.IsNeeded(1)) return;
        var mask = node.Rent(OnnxElementType.Bool, x.Shape, x.Layout);
        mask.Bytes.Fill(1);
        node.Set(1, mask);
    }
}
