using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>The lengths of a tensor's axes, from a first to before a last one.</summary>
internal sealed class ShapeOf(long start, long end) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var first = (int)Math.Clamp(start < 0 ? start + x.Rank : start, 0, x.Rank);
        var last = (int)Math.Clamp(end < 0 ? end + x.Rank : end, first, x.Rank);
        node.Set(0, Tensor.Of(Array.ConvertAll(x.Shape[first..last], static length => (long)length), last - first));
    }
}

/// <summary>The number of a tensor's elements.</summary>
internal sealed class SizeOf : IOperator
{
    public void Run(NodeRun node) => node.Set(0, Tensor.Of([(long)node.Input(0).Count], []));
}
