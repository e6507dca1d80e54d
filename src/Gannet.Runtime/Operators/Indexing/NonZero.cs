using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>The places of elements that are not zero, <c>[axes, places]</c>, in row-major order.</summary>
internal sealed class NonZero : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var found = new List<int>();
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Find(x.Elements<float>(), found);
                break;
            case OnnxElementType.Double:
                Find(x.Elements<double>(), found);
                break;
            case OnnxElementType.Int64:
                Find(x.Elements<long>(), found);
                break;
            case OnnxElementType.Int32:
                Find(x.Elements<int>(), found);
                break;
            default:
                Find(x.Bytes, found);
                break;
        }

        var y = node.Rent(OnnxElementType.Int64, [x.Rank, found.Count]);
        var places = y.Elements<long>();
        for (var k = 0; k < found.Count; k++)
        {
            var place = found[k];
            for (var axis = x.Rank - 1; axis >= 0; axis--) (place, places[axis * found.Count + k]) = Math.DivRem(place, x.Shape[axis]);
        }

        node.Set(0, y);
    }

    private static void Find<T>(ReadOnlySpan<T> values, List<int> found) where T : unmanaged, System.Numerics.INumber<T>
    {
        for (var k = 0; k < values.Length; k++)
        {
            if (values[k] != T.Zero) found.Add(k);
        }
    }
}
