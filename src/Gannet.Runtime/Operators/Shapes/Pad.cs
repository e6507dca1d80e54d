using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Adds elements around a tensor, or removes some where the number is negative. Before version 11 the numbers are attributes, then inputs.</summary>
internal sealed class Pad(NodeDefinition definition) : IOperator
{
    private const int Pads = 1, Value = 2, Axes = 3;

    private readonly string _mode = definition.Attributes.Text("mode", "constant");
    private readonly long[]? _pads = definition.Attributes.Integers("pads");
    private readonly float _value = definition.Attributes.Number("value", 0);

    public void Run(NodeRun node)
    {
        var (before, after) = Amounts(node, node.Input(0).Rank);
        var x = _mode == "constant" ? node.Input(0) : node.RowMajor(0);
        var shape = TensorShape.From([.. x.Shape.Select((length, axis) => length + before[axis] + after[axis])]);
        var y = node.Rent(x.Type, shape, x.Layout);
        if (_mode == "constant") FillAround(node, x, before, y);
        else FillFromInside(x, before, y);
        node.Set(0, y);
    }

    private (long[] Before, long[] After) Amounts(NodeRun node, int rank)
    {
        var pads = _pads ?? node.Integers(Pads);
        var axes = node.Has(Axes) ? node.Integers(Axes) : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length) throw new InvalidDataException($"{axes.Length} axes need {2 * axes.Length} numbers, not {pads.Length}");
        var (before, after) = (new long[rank], new long[rank]);
        for (var k = 0; k < axes.Length; k++)
        {
            var axis = TensorShape.Axis(axes[k], rank);
            (before[axis], after[axis]) = (pads[k], pads[k + axes.Length]);
            if (Math.Abs((double)pads[k]) > int.MaxValue || Math.Abs((double)after[axis]) > int.MaxValue)
                throw new InvalidDataException("the padding is too large");
        }

        return (before, after);
    }

    private void FillAround(NodeRun node, Tensor x, long[] before, Tensor y)
    {
        Fill(node, y);
        // The part of the input that is kept, and where it begins in the result.
        var (inner, from, to) = (new int[x.Rank], 0L, 0L);
        var (steps, targetSteps) = (TensorShape.Steps(x.Shape, x.Layout), TensorShape.Steps(y.Shape, y.Layout));
        for (var axis = 0; axis < x.Rank; axis++)
        {
            var (start, target) = (Math.Max(0, -before[axis]), Math.Max(0, before[axis]));
            inner[axis] = (int)Math.Max(0, Math.Min(x.Shape[axis] - start, y.Shape[axis] - target));
            (from, to) = (from + start * steps[axis], to + target * targetSteps[axis]);
        }

        if (inner.Contains(0)) return;
        var part = inner.AsSpan().SequenceEqual(x.Shape) ? x.View(x.Shape, x.Layout) : node.Rent(x.Type, inner, x.Layout);
        if (from != 0 || part.Count != x.Count)
            StridedCopy.Fill(x, from, BroadcastLayout.InMemoryOrder(inner, x.Layout), BroadcastLayout.InMemoryOrder(steps, x.Layout), part);
        StridedCopy.Spread(part, BroadcastLayout.InMemoryOrder(inner, x.Layout), y, to, BroadcastLayout.InMemoryOrder(targetSteps, y.Layout));
        part.Release();
    }

    private void Fill(NodeRun node, Tensor y)
    {
        if (!node.Has(Value) && _value == 0)
        {
            y.Bytes.Clear();
            return;
        }

        var value = node.Has(Value) ? node.RowMajor(Value) : Tensor.Of([_value], []);
        if (value.Count != 1 || value.Type != y.Type) throw new InvalidDataException($"the value {value} does not fit {y}");
        StridedCopy.Fill(value, 0, [y.Count], [0], y);
    }

    private void FillFromInside(Tensor x, long[] before, Tensor y)
    {
        if (y.Count == 0) return;
        var size = x.Type.Size();
        var steps = TensorShape.Steps(x.Shape, MapLayout.RowMajor);
        var offsets = new long[x.Rank][];
        for (var axis = 0; axis < x.Rank; axis++)
        {
            var (first, length) = (before[axis], x.Shape[axis]);
            if (length == 0) throw new InvalidDataException($"{x} has nothing to repeat");
            offsets[axis] = [.. Enumerable.Range(0, y.Shape[axis]).Select(k => Inside(k - first, length) * steps[axis] * size)];
        }

        var from = x.Bytes;
        var to = y.Bytes;
        var index = new int[x.Rank];
        for (var k = 0; k < y.Count; k++)
        {
            var offset = 0L;
            for (var axis = 0; axis < index.Length; axis++) offset += offsets[axis][index[axis]];
            from.Slice((int)offset, size).CopyTo(to[(k * size)..]);
            for (var axis = index.Length - 1; axis >= 0 && ++index[axis] == y.Shape[axis]; axis--) index[axis] = 0;
        }
    }

    private long Inside(long at, int length)
    {
        switch (_mode)
        {
            case "edge":
                return Math.Clamp(at, 0, length - 1);
            case "wrap":
                return (at % length + length) % length;
            case "reflect":
                if (length == 1) return 0;
                var period = 2L * (length - 1);
                at = (at % period + period) % period;
                return Math.Min(at, period - at);
            default:
                throw new InvalidDataException($"the mode '{_mode}' is unknown");
        }
    }
}
