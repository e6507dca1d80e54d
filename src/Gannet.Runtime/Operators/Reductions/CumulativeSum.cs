using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Reductions;

/// <summary>Sums of all elements up to each one along an axis.</summary>
/// <param name="excludesOwn">Whether an element is left out of its own sum.</param>
/// <param name="isReversed">Whether sums begin at the end.</param>
internal sealed class CumulativeSum(bool excludesOwn, bool isReversed) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var axis = TensorShape.Axis(node.Integer(1), x.Rank);
        var y = node.Rent(x.Type, x.Shape);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Sum<float>(x, axis, y);
                break;
            case OnnxElementType.Double:
                Sum<double>(x, axis, y);
                break;
            case OnnxElementType.Int64:
                Sum<long>(x, axis, y);
                break;
            case OnnxElementType.Int32:
                Sum<int>(x, axis, y);
                break;
            default:
                throw new InvalidDataException($"sums of {x} are not supported");
        }

        node.Set(0, y);
    }

    private void Sum<T>(Tensor x, int axis, Tensor y) where T : unmanaged, INumber<T>
    {
        if (x.Count == 0) return;
        var (length, inner) = (x.Shape[axis], TensorShape.Product(x.Shape.AsSpan(axis + 1)));
        var from = x.Elements<T>();
        var to = y.Elements<T>();
        for (var line = 0; line < x.Count / length; line++)
        {
            var first = line / inner * length * inner + line % inner;
            var sum = T.Zero;
            for (var k = 0; k < length; k++)
            {
                var at = first + (isReversed ? length - 1 - k : k) * inner;
                var value = from[at];
                to[at] = excludesOwn ? sum : sum + value;
                sum += value;
            }
        }
    }
}
