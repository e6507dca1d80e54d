using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Takes slices that are named by one index for each of the first axes.</summary>
/// <param name="batchAxes">Axes in front that data and indices share.</param>
internal sealed class GatherNd(int batchAxes) : IOperator
{
    public void Run(NodeRun node)
    {
        var (x, indices) = (node.RowMajor(0), node.RowMajor(1));
        if (indices.Rank == 0) throw new InvalidDataException("the indices are a single number");
        var depth = indices.Shape[^1];
        if (batchAxes < 0 || batchAxes >= indices.Rank || batchAxes + depth > x.Rank || !x.Shape.AsSpan(0, batchAxes).SequenceEqual(indices.Shape.AsSpan(0, batchAxes)))
            throw new InvalidDataException($"the indices {indices} do not fit {x}");
        var y = node.Rent(x.Type, [.. indices.Shape[..^1], .. x.Shape[(batchAxes + depth)..]]);
        if (y.Count > 0) Copy(x, Indices.Of(indices), depth, y);
        node.Set(0, y);
    }

    private void Copy(Tensor x, ReadOnlySpan<long> indices, int depth, Tensor y)
    {
        var (steps, size) = (TensorShape.Steps(x.Shape, MapLayout.RowMajor), x.Type.Size());
        var block = TensorShape.Product(x.Shape.AsSpan(batchAxes + depth)) * size;
        var slices = y.Count * size / block;
        var batches = TensorShape.Product(x.Shape.AsSpan(0, batchAxes));
        for (var k = 0; k < slices; k++)
        {
            long offset = k / (slices / batches) * (long)(x.Count / batches);
            for (var axis = 0; axis < depth; axis++)
                offset += Indices.Checked(indices[k * depth + axis], x.Shape[batchAxes + axis]) * steps[batchAxes + axis];
            x.Bytes.Slice((int)(offset * size), block).CopyTo(y.Bytes[(k * block)..]);
        }
    }
}
