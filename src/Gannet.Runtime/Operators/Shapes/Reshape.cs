using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Gives a tensor another shape with as many elements.</summary>
/// <param name="allowsZero">Whether a 0 is a length; else it stands for the input's length at that place.</param>
internal sealed class Reshape(bool allowsZero) : IOperator
{
    public void Run(NodeRun node)
    {
        var lengths = node.Integers(1);
        var shape = ShapeFor(node.Input(0), lengths);
        var x = node.Input(0);
        node.Set(0, shape.AsSpan().SequenceEqual(x.Shape) ? x.View(shape, x.Layout) : node.RowMajor(0).View(shape));
    }

    private int[] ShapeFor(Tensor x, long[] lengths)
    {
        var (known, open) = (1L, -1);
        for (var k = 0; k < lengths.Length; k++)
        {
            if (lengths[k] == 0 && !allowsZero)
                lengths[k] = k < x.Rank ? x.Shape[k] : throw new InvalidDataException($"{x} has no length for place {k} of the shape");
            if (lengths[k] == -1)
            {
                if (open >= 0) throw new InvalidDataException("the shape leaves two lengths open");
                open = k;
            }
            else
            {
                known = checked(known * lengths[k]);
            }
        }

        if (open >= 0) lengths[open] = known > 0 ? x.Count / known : 0;
        var shape = TensorShape.From(lengths);
        return TensorShape.Count(shape) == x.Count ? shape : throw new InvalidDataException($"{x} cannot take the shape {TensorShape.Text(shape)}");
    }
}
