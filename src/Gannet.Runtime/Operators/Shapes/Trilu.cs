using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Keeps the upper or the lower triangle of matrices; the rest becomes 0.</summary>
internal sealed class Trilu(bool keepsUpper) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        if (x.Rank < 2) throw new InvalidDataException($"{x} holds no matrix");
        var diagonal = node.Has(1) ? node.Integer(1) : 0;
        var y = node.Rent(x.Type, x.Shape);
        x.Bytes.CopyTo(y.Bytes);
        var (rows, columns, size) = (x.Shape[^2], x.Shape[^1], x.Type.Size());
        for (var k = 0; k < (columns == 0 ? 0 : y.Count / columns); k++)
        {
            // The first column above the diagonal that belongs to the upper triangle.
            var edge = (int)Math.Clamp(k % rows + Math.Clamp(diagonal, -rows - 1, columns + 1) + (keepsUpper ? 0 : 1), 0, columns);
            var row = y.Bytes.Slice(k * columns * size, columns * size);
            if (keepsUpper) row[..(edge * size)].Clear();
            else row[(edge * size)..].Clear();
        }

        node.Set(0, y);
    }
}
