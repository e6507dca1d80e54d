using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Makes a matrix: the axes before <paramref name="axis"/> become its rows, the others its columns.</summary>
internal sealed class Flatten(int axis) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var split = axis == x.Rank ? axis : TensorShape.Axis(axis, x.Rank);
        node.Set(0, x.View([TensorShape.Product(x.Shape.AsSpan(0, split)), TensorShape.Product(x.Shape.AsSpan(split))]));
    }
}
