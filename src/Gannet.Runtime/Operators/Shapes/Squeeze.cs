using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Removes axes of length 1. Before version 13 the axes are an attribute, then an input.</summary>
internal sealed class Squeeze(NodeDefinition definition) : IOperator
{
    private readonly long[]? _axes = definition.Attributes.Integers("axes");

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var given = _axes ?? (node.Has(1) ? node.Integers(1) : null);
        var axes = given?.Select(axis => TensorShape.Axis(axis, x.Rank)).ToHashSet() ?? [.. Enumerable.Range(0, x.Rank).Where(k => x.Shape[k] == 1)];
        foreach (var axis in axes)
        {
            if (x.Shape[axis] != 1) throw new InvalidDataException($"axis {axis} of {x} does not have length 1");
        }

        node.Set(0, x.View([.. x.Shape.Where((_, axis) => !axes.Contains(axis))]));
    }
}

/// <summary>Inserts axes of length 1. Before version 13 the axes are an attribute, then an input.</summary>
internal sealed class Unsqueeze(NodeDefinition definition) : IOperator
{
    private readonly long[]? _axes = definition.Attributes.Integers("axes");

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var given = _axes ?? node.Integers(1);
        var rank = x.Rank + given.Length;
        var axes = given.Select(axis => TensorShape.Axis(axis, rank)).ToHashSet();
        if (axes.Count != given.Length) throw new InvalidDataException("an axis is inserted twice");
        var shape = new int[rank];
        for (int axis = 0, next = 0; axis < rank; axis++) shape[axis] = axes.Contains(axis) ? 1 : x.Shape[next++];
        node.Set(0, x.View(shape));
    }
}
