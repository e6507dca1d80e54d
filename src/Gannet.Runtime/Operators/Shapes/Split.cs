using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Cuts a tensor into parts along an axis. Before version 13 their lengths are an attribute, then an input.</summary>
internal sealed class Split(NodeDefinition definition) : IOperator
{
    private readonly int _axis = definition.Attributes.Int32("axis", 0), _outputs = definition.Attributes.Int32("num_outputs", definition.OutputCount);
    private readonly long[]? _lengths = definition.Attributes.Integers("split");

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var axis = TensorShape.Axis(_axis, x.Rank);
        var lengths = _lengths ?? (node.Has(1) ? node.Integers(1) : Even(x.Shape[axis], _outputs));
        if (lengths.Length > definition.OutputCount) throw new InvalidDataException($"{lengths.Length} parts do not fit {definition.OutputCount} outputs");
        var parts = Parts(node, x, axis, lengths);
        for (var k = 0; k < parts.Length; k++) node.Set(k, parts[k]);
    }

    /// <summary>The parts of a tensor; the caller owns them.</summary>
    public static Tensor[] Parts(NodeRun node, Tensor x, int axis, long[] lengths)
    {
        if (lengths.Any(static length => length < 0) || lengths.Sum() != x.Shape[axis])
            throw new InvalidDataException($"parts of [{string.Join(", ", lengths)}] are not the whole of axis {axis} of {x}");
        var steps = TensorShape.Steps(x.Shape, x.Layout);
        var parts = new Tensor[lengths.Length];
        var start = 0L;
        for (var k = 0; k < parts.Length; k++)
        {
            var shape = x.Shape.ToArray();
            shape[axis] = (int)lengths[k];
            parts[k] = node.Rent(x.Type, shape, x.Layout);
            StridedCopy.Fill(x, start * steps[axis], BroadcastLayout.InMemoryOrder(shape, x.Layout), BroadcastLayout.InMemoryOrder(steps, x.Layout), parts[k]);
            start += lengths[k];
        }

        return parts;
    }

    // The last part is smaller if the length is no multiple.
    private static long[] Even(int length, int parts)
    {
        if (parts < 1) throw new InvalidDataException("there is no output");
        var size = (length + parts - 1) / parts;
        return [.. Enumerable.Range(0, parts).Select(k => (long)Math.Max(0, Math.Min(size, length - k * size)))];
    }
}
