using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Takes slices along an axis in any order.</summary>
internal sealed class Gather(int axis) : IOperator
{
    private const long WorthThreads = 1 << 17;

    public void Run(NodeRun node)
    {
        var (x, indices) = (node.RowMajor(0), node.RowMajor(1));
        var along = TensorShape.Axis(axis, x.Rank);
        var y = node.Rent(x.Type, [.. x.Shape[..along], .. indices.Shape, .. x.Shape[(along + 1)..]]);
        if (y.Count > 0) Copy(x, along, Array.ConvertAll(Indices.Of(indices).ToArray(), index => Indices.Checked(index, x.Shape[along])), y);
        node.Set(0, y);
    }

    private static unsafe void Copy(Tensor x, int axis, int[] indices, Tensor y)
    {
        var block = TensorShape.Product(x.Shape.AsSpan(axis + 1)) * x.Type.Size();
        var length = x.Shape[axis];
        var from = x.FirstByte;
        var to = y.FirstByte;
        NodeRun.Kernels.For(y.Count, WorthThreads).ForRanges(y.Count * x.Type.Size() / block, 1, (_, start, end) =>
        {
            for (var k = start; k < end; k++)
            {
                var (outer, inner) = Math.DivRem(k, indices.Length);
                new ReadOnlySpan<byte>(from + ((long)outer * length + indices[inner]) * block, block).CopyTo(new(to + (long)k * block, block));
            }
        });
        GC.KeepAlive(x);
        GC.KeepAlive(y);
    }
}
