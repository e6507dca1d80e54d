using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Takes every step-th element between a start and an end along some axes. Before version 10 these are attributes, then inputs.</summary>
internal sealed class Slice(NodeDefinition definition) : IOperator
{
    private const int Starts = 1, Ends = 2, Axes = 3, Steps = 4;

    private readonly long[]? _starts = definition.Attributes.Integers("starts"), _ends = definition.Attributes.Integers("ends");
    private readonly long[]? _axes = definition.Attributes.Integers("axes");

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var (starts, ends) = (_starts ?? node.Integers(Starts), _ends ?? node.Integers(Ends));
        var axes = _axes ?? (node.Has(Axes) ? node.Integers(Axes) : [.. Enumerable.Range(0, starts.Length)]);
        var strides = node.Has(Steps) ? node.Integers(Steps) : [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || strides.Length != starts.Length)
            throw new InvalidDataException("starts, ends, axes and steps differ in number");
        var (shape, steps, first) = (x.Shape.ToArray(), TensorShape.Steps(x.Shape, x.Layout), 0L);
        for (var k = 0; k < axes.Length; k++)
        {
            var axis = TensorShape.Axis(axes[k], x.Rank);
            var (start, count) = Range(starts[k], ends[k], strides[k], x.Shape[axis]);
            shape[axis] = count;
            first += start * steps[axis];
            steps[axis] *= strides[k];
        }

        if (shape.AsSpan().SequenceEqual(x.Shape) && first == 0)
        {
            node.Set(0, x.View(shape, x.Layout));
            return;
        }

        var y = node.Rent(x.Type, shape, x.Layout);
        StridedCopy.Fill(x, first, BroadcastLayout.InMemoryOrder(shape, x.Layout), BroadcastLayout.InMemoryOrder(steps, x.Layout), y);
        node.Set(0, y);
    }

    // Starts and ends count from the back if negative, and are moved into the axis.
    private static (long Start, int Count) Range(long start, long end, long step, int length)
    {
        if (step is 0 or long.MinValue) throw new InvalidDataException($"a step is {step}");
        start = start < 0 ? Math.Max(start, -length) + length : start;
        end = end < 0 ? Math.Max(end, -length - 1L) + length : end;
        if (step > 0)
        {
            (start, end) = (Math.Min(start, length), Math.Clamp(end, 0, length));
            return (start, end > start ? (int)((end - start - 1) / step + 1) : 0);
        }

        (start, end) = (Math.Min(start, length - 1L), Math.Clamp(end, -1, length - 1L));
        return start > end ? (start, (int)((start - end - 1) / -step + 1)) : (0, 0);
    }
}
