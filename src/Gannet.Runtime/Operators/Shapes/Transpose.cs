using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Reorders axes; without an order it reverses them.</summary>
internal sealed class Transpose(long[]? order) : IOperator
{
    private static readonly int[] s_channelsToEnd = [0, 2, 3, 1], s_channelsToFront = [0, 3, 1, 2];

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var axes = order is null ? [.. Enumerable.Range(0, x.Rank).Reverse()] : Array.ConvertAll(order, axis => TensorShape.Axis(axis, x.Rank));
        if (axes.Length != x.Rank || axes.Distinct().Count() != x.Rank)
            throw new InvalidDataException($"the order [{string.Join(", ", axes)}] does not fit {x}");
        int[] shape = [.. axes.Select(axis => x.Shape[axis])];
        // Both memory orders of maps are known, so that moving the channels costs nothing.
        if (x.Layout == MapLayout.ChannelsLast && axes.SequenceEqual(s_channelsToEnd))
        {
            node.Set(0, x.View(shape));
            return;
        }

        if (x.Layout == MapLayout.RowMajor && axes.SequenceEqual(s_channelsToFront))
        {
            node.Set(0, x.View(shape, MapLayout.ChannelsLast));
            return;
        }

        var steps = TensorShape.Steps(x.Shape, x.Layout);
        var y = node.Rent(x.Type, shape);
        StridedCopy.Fill(x, 0, shape, [.. axes.Select(axis => steps[axis])], y);
        node.Set(0, y);
    }
}
