using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Joins tensors along an axis.</summary>
/// <param name="axis">The axis.</param>
/// <param name="inputs">Number of tensors.</param>
internal sealed class Concat(int axis, int inputs) : IOperator
{
    public void Run(NodeRun node)
    {
        var parts = new Tensor[inputs];
        for (var k = 0; k < inputs; k++) parts[k] = node.Input(k);
        var layout = LayoutOf(parts);
        for (var k = 0; k < inputs; k++) parts[k] = node.InLayout(k, layout);
        node.Set(0, Join(node, parts, axis));
    }

    /// <summary>Joins tensors of one layout; the caller owns the result.</summary>
    public static Tensor Join(NodeRun node, IReadOnlyList<Tensor> parts, int axis)
    {
        if (parts.Count == 0) throw new InvalidDataException("there is nothing to join");
        var first = parts[0];
        axis = TensorShape.Axis(axis, first.Rank);
        var shape = first.Shape.ToArray();
        foreach (var part in parts)
        {
            if (part.Type != first.Type || part.Rank != first.Rank || part.Shape.Where((length, k) => k != axis && length != first.Shape[k]).Any())
                throw new InvalidDataException($"{first} and {part} cannot be joined along axis {axis}");
        }

        shape[axis] = checked((int)parts.Sum(part => (long)part.Shape[axis]));
        var y = node.Rent(first.Type, shape, first.Layout);
        var steps = TensorShape.Steps(shape, first.Layout);
        var start = 0L;
        foreach (var part in parts)
        {
            StridedCopy.Spread(part, BroadcastLayout.InMemoryOrder(part.Shape, part.Layout), y, start * steps[axis], BroadcastLayout.InMemoryOrder(steps, first.Layout));
            start += part.Shape[axis];
        }

        return y;
    }

    private static MapLayout LayoutOf(Tensor[] parts) =>
        Array.TrueForAll(parts, static part => part.Rank == 4) && parts.MaxBy(static part => part.Count)!.Layout == MapLayout.ChannelsLast
            ? MapLayout.ChannelsLast
            : MapLayout.RowMajor;
}
