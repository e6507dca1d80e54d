using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>Writes single elements at indices that are repeated along all axes but the first, so that whole rows are copied.</summary>
/// <remarks>Exporters write pooled regions of each pyramid level like this; the repeated indices would be twice as large as the features.</remarks>
internal sealed class ScatterRows(NodeDefinition definition) : ScatterElements(0, "none")
{
    public override void Run(NodeRun node)
    {
        var (x, indices, updates) = (node.Input(0), node.RowMajor(1), node.Input(2));
        if (x.Type != updates.Type || x.Rank == 0 || indices.Rank != x.Rank || indices.Count != indices.Shape[0]
            || !updates.Shape.SequenceEqual([indices.Count, .. x.Shape[1..]]) || !updates.Shape.SequenceEqual(Repeated(node, indices)))
        {
            base.Run(node);
            return;
        }

        x = node.InLayout(0, updates.Layout);
        var y = node.RentOver(0, x.Type, x.Shape, x.Layout);
        if (!x.Bytes.Overlaps(y.Bytes)) x.Bytes.CopyTo(y.Bytes);
        var row = x.Shape[0] == 0 ? 0 : y.Bytes.Length / x.Shape[0];
        var places = Indices.Of(indices);
        for (var k = 0; k < places.Length; k++)
            updates.Bytes.Slice(k * row, row).CopyTo(y.Bytes[(Indices.Checked(places[k], x.Shape[0]) * row)..]);
        node.Set(0, y);
    }

    protected override Tensor Places(NodeRun node)
    {
        var indices = node.RowMajor(1);
        var repeated = node.Rent(indices.Type, Repeated(node, indices));
        StridedCopy.Fill(indices, 0, repeated.Shape, BroadcastLayout.Like(repeated).Steps(indices), repeated);
        return repeated;
    }

    private int[] Repeated(NodeRun node, Tensor indices) => TensorShape.Broadcast(indices.Shape, TensorShape.From(node.Integers(definition.InputCount)));
}
