using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>The place of the greatest or least element along an axis; of equal ones the first, or the last if asked for.</summary>
internal sealed class ArgBest(NodeDefinition definition, bool isGreatest) : IOperator
{
    private readonly int _axis = definition.Attributes.Int32("axis", 0);
    private readonly bool _keepsAxis = definition.Attributes.Flag("keepdims", true), _takesLast = definition.Attributes.Flag("select_last_index");

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var axis = TensorShape.Axis(_axis, x.Rank);
        int[] kept = _keepsAxis ? [1] : [];
        var y = node.Rent(OnnxElementType.Int64, [.. x.Shape[..axis], .. kept, .. x.Shape[(axis + 1)..]]);
        if (y.Count > 0 && x.Shape[axis] == 0) throw new InvalidDataException($"{x} has no elements along axis {axis}");
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Find<float>(x, axis, y.Elements<long>());
                break;
            case OnnxElementType.Double:
                Find<double>(x, axis, y.Elements<long>());
                break;
            case OnnxElementType.Int64:
                Find<long>(x, axis, y.Elements<long>());
                break;
            case OnnxElementType.Int32:
                Find<int>(x, axis, y.Elements<long>());
                break;
            case OnnxElementType.Int8:
                Find<sbyte>(x, axis, y.Elements<long>());
                break;
            default:
                Find<byte>(x, axis, y.Elements<long>());
                break;
        }

        node.Set(0, y);
    }

    private void Find<T>(Tensor x, int axis, Span<long> places) where T : unmanaged, INumber<T>
    {
        var length = x.Shape[axis];
        var inner = TensorShape.Product(x.Shape.AsSpan(axis + 1));
        var from = x.Elements<T>();
        for (var l = 0; l < places.Length; l++)
        {
            var first = l / inner * length * inner + l % inner;
            var best = 0;
            for (var m = 1; m < length; m++)
            {
                var (candidate, champion) = (from[first + m * inner], from[first + best * inner]);
                if ((isGreatest ? candidate > champion : candidate < champion) || (_takesLast && candidate == champion)) best = m;
            }

            places[l] = best;
        }
    }
}
