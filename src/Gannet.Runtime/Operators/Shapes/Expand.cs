using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Repeats a tensor along axes of length 1.</summary>
internal sealed class Expand : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var shape = TensorShape.Broadcast(x.Shape, TensorShape.From(node.Integers(1)));
        if (shape.AsSpan().SequenceEqual(x.Shape))
        {
            node.Set(0, x.View(shape));
            return;
        }

        var y = node.Rent(x.Type, shape);
        StridedCopy.Fill(x, 0, shape, BroadcastLayout.Like(y).Steps(x), y);
        node.Set(0, y);
    }
}

/// <summary>Repeats a tensor a number of times along each axis.</summary>
internal sealed class Tile : IOperator
{
    public void Run(NodeRun node)
    {
        var (x, repeats) = (node.RowMajor(0), TensorShape.From(node.Integers(1)));
        if (repeats.Length != x.Rank) throw new InvalidDataException($"{x} needs {x.Rank} repeats, not {repeats.Length}");
        var own = TensorShape.Steps(x.Shape, MapLayout.RowMajor);
        var (shape, split, steps) = (new int[x.Rank], new int[2 * x.Rank], new long[2 * x.Rank]);
        for (var axis = 0; axis < x.Rank; axis++)
        {
            shape[axis] = checked(x.Shape[axis] * repeats[axis]);
            (split[2 * axis], split[2 * axis + 1], steps[2 * axis + 1]) = (repeats[axis], x.Shape[axis], own[axis]);
        }

        var y = node.Rent(x.Type, shape);
        StridedCopy.Fill(x, 0, split, steps, y);
        node.Set(0, y);
    }
}
