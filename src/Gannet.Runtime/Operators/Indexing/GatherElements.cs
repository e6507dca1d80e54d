using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Takes single elements: each index names a place along an axis, its own place names the others.</summary>
internal sealed class GatherElements(int axis) : IOperator
{
    public void Run(NodeRun node)
    {
        var (x, indices) = (node.RowMajor(0), node.RowMajor(1));
        var along = TensorShape.Axis(axis, x.Rank);
        ElementPlaces.Check(x, indices, along);
        var y = node.Rent(x.Type, indices.Shape);
        switch (x.Type.Size())
        {
            case sizeof(int):
                Copy<int>(x, indices, along, y);
                break;
            case sizeof(long):
                Copy<long>(x, indices, along, y);
                break;
            default:
                Copy<byte>(x, indices, along, y);
                break;
        }

        node.Set(0, y);
    }

    private static void Copy<T>(Tensor x, Tensor indices, int axis, Tensor y) where T : unmanaged
    {
        var from = x.Elements<T>();
        var to = y.Elements<T>();
        var places = new ElementPlaces(x.Shape, indices, axis);
        for (var k = 0; k < to.Length; k++) to[k] = from[places.Next()];
    }
}

/// <summary>The elements that indices name one by one, in the order of the indices.</summary>
internal ref struct ElementPlaces
{
    private readonly int[] _shape, _index;
    private readonly long[] _steps;
    private readonly ReadOnlySpan<long> _indices;
    private readonly int _axis, _length;
    private int _next;
    private long _offset;

    public ElementPlaces(int[] shape, Tensor indices, int axis)
    {
        (_shape, _index, _steps) = (indices.Shape, new int[shape.Length], TensorShape.Steps(shape, MapLayout.RowMajor));
        _indices = Indices.Of(indices);
        (_axis, _length) = (axis, shape[axis]);
    }

    /// <exception cref="InvalidDataException">The indices reach beyond another axis.</exception>
    public static void Check(Tensor x, Tensor indices, int axis)
    {
        if (indices.Rank != x.Rank || indices.Shape.Where((length, k) => k != axis && length > x.Shape[k]).Any())
            throw new InvalidDataException($"the indices {indices} do not fit {x}");
    }

    /// <summary>Offset of the next element.</summary>
    public int Next()
    {
        var place = _offset + Indices.Checked(_indices[_next++], _length) * _steps[_axis];
        for (var axis = _index.Length - 1; axis >= 0; axis--)
        {
            if (axis != _axis) _offset += _steps[axis];
            if (++_index[axis] < _shape[axis]) break;
            if (axis != _axis) _offset -= _steps[axis] * _shape[axis];
            _index[axis] = 0;
        }

        return (int)place;
    }
}
