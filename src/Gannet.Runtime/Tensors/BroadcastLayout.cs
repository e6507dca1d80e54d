namespace Gannet.Runtime.Tensors;

/// <summary>The shape and the memory order of a result whose operands are stretched to it.</summary>
internal sealed class BroadcastLayout
{
    private BroadcastLayout(int[] shape, MapLayout layout) => (Shape, Layout) = (shape, layout);

    /// <summary>In logical order.</summary>
    public int[] Shape { get; }

    public MapLayout Layout { get; }

    /// <summary>Lengths in memory order.</summary>
    public int[] MemoryShape => InMemoryOrder(Shape, Layout);

    /// <summary>The order of the largest operand, so that most elements are read in order.</summary>
    /// <exception cref="InvalidDataException">The shapes do not match.</exception>
    public static BroadcastLayout Of(params ReadOnlySpan<Tensor> operands)
    {
        var (shape, largest) = (operands[0].Shape, operands[0]);
        foreach (var operand in operands)
        {
            shape = TensorShape.Broadcast(shape, operand.Shape);
            if (operand.Count > largest.Count || (operand.Count == largest.Count && operand.Layout == MapLayout.ChannelsLast)) largest = operand;
        }

        TensorShape.Count(shape);
        return new(shape, shape.Length == 4 && largest.Rank == 4 ? largest.Layout : MapLayout.RowMajor);
    }

    /// <summary>The order of one tensor.</summary>
    public static BroadcastLayout Like(Tensor tensor) => new(tensor.Shape, tensor.Layout);

    /// <summary>Distances between an operand's neighbours along each axis in memory order; 0 where it is stretched.</summary>
    public long[] Steps(Tensor operand)
    {
        var own = TensorShape.Steps(operand.Shape, operand.Layout);
        var steps = new long[Shape.Length];
        for (var k = 1; k <= own.Length; k++) steps[^k] = operand.Shape[^k] == 1 ? 0 : own[^k];
        return InMemoryOrder(steps, Layout);
    }

    /// <summary>Brings what is listed for each axis from logical to memory order.</summary>
    public static T[] InMemoryOrder<T>(T[] axes, MapLayout layout) => layout == MapLayout.RowMajor ? axes : [axes[0], axes[2], axes[3], axes[1]];
}
