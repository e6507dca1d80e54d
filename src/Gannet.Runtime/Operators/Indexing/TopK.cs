using System.Numerics;
using Gannet.Kernels.Ranking;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Indexing;

/// <summary>The k greatest or least elements along an axis with their places; equal ones in their order. k is an input since version 10.</summary>
internal sealed class TopK(NodeDefinition definition) : IOperator
{
    private readonly int _axis = definition.Attributes.Int32("axis", -1);
    private readonly bool _isLargest = definition.Attributes.Flag("largest", true);

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var axis = TensorShape.Axis(_axis, x.Rank);
        var k = definition.Opset < 10 ? definition.Attributes.RequiredInteger("k") : node.Integer(1);
        if (k < 0 || k > x.Shape[axis]) throw new InvalidDataException($"the best {k} of {x.Shape[axis]} do not exist");
        var shape = x.Shape.ToArray();
        shape[axis] = (int)k;
        var (values, places) = (node.Rent(x.Type, shape), node.Rent(OnnxElementType.Int64, shape));
        if (places.Count > 0)
        {
            switch (x.Type)
            {
                case OnnxElementType.Float:
                    Select<float>(x, axis, (int)k, values, places);
                    break;
                case OnnxElementType.Double:
                    Select<double>(x, axis, (int)k, values, places);
                    break;
                case OnnxElementType.Int64:
                    Select<long>(x, axis, (int)k, values, places);
                    break;
                case OnnxElementType.Int32:
                    Select<int>(x, axis, (int)k, values, places);
                    break;
                case OnnxElementType.Int8:
                    Select<sbyte>(x, axis, (int)k, values, places);
                    break;
                default:
                    Select<byte>(x, axis, (int)k, values, places);
                    break;
            }
        }

        node.Set(0, values);
        node.Set(1, places);
    }

    private void Select<T>(Tensor x, int axis, int k, Tensor values, Tensor places) where T : unmanaged, INumber<T>
    {
        var (length, inner) = (x.Shape[axis], TensorShape.Product(x.Shape.AsSpan(axis + 1)));
        var from = x.Elements<T>();
        var to = values.Elements<T>();
        var toPlaces = places.Elements<long>();
        var line = new T[length];
        for (var l = 0; l < x.Count / length; l++)
        {
            var (first, target) = (l / inner * length * inner + l % inner, l / inner * k * inner + l % inner);
            for (var m = 0; m < length; m++) line[m] = from[first + m * inner];
            var best = Best(line, k);
            for (var m = 0; m < k; m++) (to[target + m * inner], toPlaces[target + m * inner]) = (line[best[m]], best[m]);
        }
    }

    private int[] Best<T>(T[] line, int k) where T : unmanaged, INumber<T>
    {
        if (line is float[] scores && _isLargest) return TopScores.Select(scores, k);
        var places = new int[line.Length];
        for (var m = 0; m < places.Length; m++) places[m] = m;
        var sign = _isLargest ? -1 : 1;
        places.AsSpan().Sort((a, b) => line[a].CompareTo(line[b]) is var order && order != 0 ? sign * order : a.CompareTo(b));
        return places;
    }
}
