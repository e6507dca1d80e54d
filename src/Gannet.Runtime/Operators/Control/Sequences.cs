using Gannet.Runtime.Operators.Shapes;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Control;

/// <summary>A sequence of all inputs; of none, an empty one.</summary>
internal sealed class SequenceOf(int inputs) : IOperator
{
    public void Run(NodeRun node)
    {
        var items = new Tensor[inputs];
        for (var k = 0; k < inputs; k++) (items[k] = node.RowMajor(k)).Retain();
        node.Set(0, new TensorSequence(items));
    }
}

/// <summary>A sequence with one more tensor, at the end if no place is given.</summary>
internal sealed class SequenceInsert : IOperator
{
    public void Run(NodeRun node)
    {
        var items = node.Sequence(0).Items.ToList();
        var place = node.Has(2) ? node.Integer(2) : items.Count;
        if (place < -items.Count || place > items.Count) throw new InvalidDataException($"there is no place {place} in a sequence of {items.Count}");
        items.Insert((int)(place < 0 ? place + items.Count : place), node.RowMajor(1));
        var result = new TensorSequence(items);
        result.Retain();
        node.Set(0, result);
    }
}

/// <summary>A sequence with one tensor less, the last one if no place is given.</summary>
internal sealed class SequenceErase : IOperator
{
    public void Run(NodeRun node)
    {
        var items = node.Sequence(0).Items.ToList();
        items.RemoveAt(Indexing.Indices.Checked(node.Has(1) ? node.Integer(1) : -1, items.Count));
        var result = new TensorSequence(items);
        result.Retain();
        node.Set(0, result);
    }
}

/// <summary>One tensor of a sequence.</summary>
internal sealed class SequenceAt : IOperator
{
    public void Run(NodeRun node)
    {
        var items = node.Sequence(0).Items;
        var item = items[Indexing.Indices.Checked(node.Integer(1), items.Count)];
        node.Set(0, item.View(item.Shape, item.Layout));
    }
}

/// <summary>The number of tensors in a sequence.</summary>
internal sealed class SequenceLength : IOperator
{
    public void Run(NodeRun node) => node.Set(0, Tensor.Of([(long)node.Sequence(0).Items.Count], []));
}

/// <summary>Joins the tensors of a sequence along an axis, or along a new one.</summary>
internal sealed class ConcatFromSequence(int axis, bool isNewAxis) : IOperator
{
    public void Run(NodeRun node)
    {
        var items = node.Sequence(0).Items;
        if (!isNewAxis)
        {
            node.Set(0, Concat.Join(node, items, axis));
            return;
        }

        if (items.Count == 0) throw new InvalidDataException("there is nothing to join");
        var place = TensorShape.Axis(axis, items[0].Rank + 1);
        Tensor[] slices = [.. items.Select(item => item.View([.. item.Shape[..place], 1, .. item.Shape[place..]]))];
        node.Set(0, Concat.Join(node, slices, place));
        foreach (var slice in slices) slice.Release();
    }
}

/// <summary>Cuts a tensor along an axis into a sequence: into slices, parts of one length, or parts of given lengths.</summary>
internal sealed class SplitToSequence(int axis, bool keepsAxis) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var along = TensorShape.Axis(axis, x.Rank);
        var isSlices = !node.Has(1);
        var lengths = isSlices ? [.. Enumerable.Repeat(1L, x.Shape[along])]
            : node.Input(1).Rank == 0 ? Even(x.Shape[along], node.Integer(1))
            : node.Integers(1);
        var parts = Split.Parts(node, x, along, lengths);
        if (isSlices && !keepsAxis)
        {
            for (var k = 0; k < parts.Length; k++)
            {
                var slice = parts[k].View([.. x.Shape[..along], .. x.Shape[(along + 1)..]]);
                parts[k].Release();
                parts[k] = slice;
            }
        }

        node.Set(0, new TensorSequence(parts));
    }

    private static long[] Even(int length, long size)
    {
        if (size < 1) throw new InvalidDataException($"parts of {size} are empty");
        return [.. Enumerable.Range(0, (int)((length + size - 1) / size)).Select(k => Math.Min(size, length - k * size))];
    }
}
