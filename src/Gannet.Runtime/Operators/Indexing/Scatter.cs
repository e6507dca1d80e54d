using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>How an element that is written meets the one that is there.</summary>
internal enum Meeting
{
    Replace,
    Add,
    Multiply,
    Least,
    Greatest,
}

/// <summary>Writes updates into a copy of a tensor, at places that indices name.</summary>
internal abstract class Scatter(string reduction) : IOperator
{
    private readonly Meeting _meeting = reduction switch
    {
        "none" => Meeting.Replace,
        "add" => Meeting.Add,
        "mul" => Meeting.Multiply,
        "min" => Meeting.Least,
        "max" => Meeting.Greatest,
        _ => throw new InvalidDataException($"the reduction '{reduction}' is unknown"),
    };

    public virtual void Run(NodeRun node)
    {
        var (x, indices, updates) = (node.RowMajor(0), Places(node), node.RowMajor(2));
        if (x.Type != updates.Type) throw new InvalidDataException($"the updates {updates} and {x} have different types");
        var y = node.RentOver(0, x.Type, x.Shape, MapLayout.RowMajor);
        if (!x.Bytes.Overlaps(y.Bytes)) x.Bytes.CopyTo(y.Bytes);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Write<float>(y, indices, updates);
                break;
            case OnnxElementType.Double:
                Write<double>(y, indices, updates);
                break;
            case OnnxElementType.Int64:
                Write<long>(y, indices, updates);
                break;
            case OnnxElementType.Int32:
                Write<int>(y, indices, updates);
                break;
            case OnnxElementType.Int8:
                Write<sbyte>(y, indices, updates);
                break;
            default:
                Write<byte>(y, indices, updates);
                break;
        }

        node.Set(0, y);
    }

    /// <summary>The indices.</summary>
    protected virtual Tensor Places(NodeRun node) => node.RowMajor(1);

    protected abstract void Write<T>(Tensor y, Tensor indices, Tensor updates) where T : unmanaged, INumber<T>;

    protected T Meet<T>(T old, T update) where T : unmanaged, INumber<T> => _meeting switch
    {
        Meeting.Add => old + update,
        Meeting.Multiply => old * update,
        Meeting.Least => T.Min(old, update),
        Meeting.Greatest => T.Max(old, update),
        _ => update,
    };
}

/// <summary>Writes single elements: each index names a place along an axis, its own place names the others.</summary>
internal class ScatterElements(int axis, string reduction) : Scatter(reduction)
{
    protected override void Write<T>(Tensor y, Tensor indices, Tensor updates)
    {
        var along = TensorShape.Axis(axis, y.Rank);
        ElementPlaces.Check(y, indices, along);
        if (!updates.Shape.AsSpan().SequenceEqual(indices.Shape)) throw new InvalidDataException($"the updates {updates} do not fit the indices {indices}");
        var from = updates.Elements<T>();
        var to = y.Elements<T>();
        var places = new ElementPlaces(y.Shape, indices, along);
        foreach (var update in from)
        {
            ref var element = ref to[places.Next()];
            element = Meet(element, update);
        }
    }
}

/// <summary>Writes slices that are named by one index for each of the first axes.</summary>
internal sealed class ScatterNd(string reduction) : Scatter(reduction)
{
    protected override void Write<T>(Tensor y, Tensor indices, Tensor updates)
    {
        if (indices.Rank == 0 || indices.Shape[^1] > y.Rank) throw new InvalidDataException($"the indices {indices} do not fit {y}");
        var depth = indices.Shape[^1];
        if (!updates.Shape.SequenceEqual([.. indices.Shape[..^1], .. y.Shape[depth..]]))
            throw new InvalidDataException($"the updates {updates} do not fit {y}");
        if (updates.Count == 0) return;
        var (steps, block) = (TensorShape.Steps(y.Shape, MapLayout.RowMajor), TensorShape.Product(y.Shape.AsSpan(depth)));
        var from = updates.Elements<T>();
        var to = y.Elements<T>();
        var places = Indices.Of(indices);
        for (var k = 0; k < from.Length / block; k++)
        {
            var offset = 0L;
            for (var axis = 0; axis < depth; axis++) offset += Indices.Checked(places[k * depth + axis], y.Shape[axis]) * steps[axis];
            var slice = to.Slice((int)offset, block);
            for (var c = 0; c < block; c++) slice[c] = Meet(slice[c], from[k * block + c]);
        }
    }
}
