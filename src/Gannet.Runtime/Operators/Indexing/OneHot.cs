using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Turns each index into a row that differs from the others at its place.</summary>
internal sealed class OneHot(int axis) : IOperator
{
    public void Run(NodeRun node)
    {
        var (given, depths, values) = (node.RowMajor(0), node.RowMajor(1), node.RowMajor(2));
        var indices = node.Rent(OnnxElementType.Int64, given.Shape);
        Elementwise.Cast.Convert(given, indices);
        var depth = Tensor.Unpooled(OnnxElementType.Int64, [1]);
        if (depths.Count != 1 || values.Count != 2) throw new InvalidDataException("the depth is not one number or the values are not two");
        Elementwise.Cast.Convert(depths.View([1]), depth);
        var length = TensorShape.From(depth.Elements<long>())[0];
        var along = TensorShape.Axis(axis, given.Rank + 1);
        var y = node.Rent(values.Type, [.. given.Shape[..along], length, .. given.Shape[along..]]);
        StridedCopy.Fill(values, 0, [y.Count], [0], y);
        var (size, inner) = (values.Type.Size(), TensorShape.Product(given.Shape.AsSpan(along)));
        var places = indices.Elements<long>();
        for (var k = 0; k < places.Length; k++)
        {
            var place = places[k] < 0 ? places[k] + length : places[k];
            // Indices outside have a row without a difference.
            if (place < 0 || place >= length) continue;
            var at = ((long)(k / inner) * length + place) * inner + k % inner;
            values.Bytes[size..].CopyTo(y.Bytes[(int)(at * size)..]);
        }

        indices.Release();
        node.Set(0, y);
    }
}
