using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Powers, whose exponents may have another type than their bases.</summary>
internal sealed class PowerOperator : IOperator
{
    public void Run(NodeRun node)
    {
        var (x, exponent) = (node.Input(0), node.Input(1));
        // Squares are most of what networks ask for, and a product is exact and fast.
        if (exponent.Count == 1 && IsTwo(exponent) && exponent.Rank <= x.Rank)
        {
            var square = node.RentOver(0, x.Type, x.Shape, x.Layout);
            BinaryLoop<Multiplication>.Run(x, x, square);
            node.Set(0, square);
            return;
        }

        var target = BroadcastLayout.Of(x, exponent);
        var y = node.Rent(x.Type, target.Shape, target.Layout);
        if (exponent.Type == x.Type)
        {
            BinaryLoop<Power>.Run(x, exponent, y);
        }
        else
        {
            var converted = node.Rent(x.Type, exponent.Shape, exponent.Layout);
            Cast.Convert(exponent, converted);
            BinaryLoop<Power>.Run(x, converted, y);
            converted.Release();
        }

        node.Set(0, y);
    }

    private static bool IsTwo(Tensor exponent) => exponent.Type switch
    {
        OnnxElementType.Float => exponent.Elements<float>()[0] == 2,
        OnnxElementType.Double => exponent.Elements<double>()[0] == 2,
        OnnxElementType.Int64 => exponent.Elements<long>()[0] == 2,
        OnnxElementType.Int32 => exponent.Elements<int>()[0] == 2,
        _ => false,
    };
}
