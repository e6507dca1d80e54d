using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Normalization;

/// <summary>Normalizes each channel of each image by itself, then scales and shifts it.</summary>
internal sealed class InstanceNormalization(float epsilon) : IOperator
{
    public void Run(NodeRun node)
    {
        var (x, scale, bias) = (node.RowMajor(0), node.RowMajor(1), node.RowMajor(2));
        if (x.Rank < 3 || scale.Count != x.Shape[1] || bias.Count != x.Shape[1])
            throw new InvalidDataException($"the parameters {scale} and {bias} do not fit {x}");
        var y = node.Rent(x.Type, x.Shape);
        MeanAndVariance.Normalize(x, TensorShape.Product(x.Shape.AsSpan(2)), epsilon, y);
        int[] shape = [x.Shape[1], .. Enumerable.Repeat(1, x.Rank - 2)];
        BinaryLoop<Multiplication>.Run(y, scale.View(shape), y);
        BinaryLoop<Addition>.Run(y, bias.View(shape), y);
        node.Set(0, y);
    }
}

/// <summary>Normalizes all axes from one on together, then scales and shifts each of their elements.</summary>
internal sealed class LayerNormalization(int axis, float epsilon) : IOperator
{
    private const int Scale = 1, Bias = 2;

    public void Run(NodeRun node)
    {
        var x = node.RowMajor(0);
        var first = TensorShape.Axis(axis, x.Rank);
        var y = node.Rent(x.Type, x.Shape);
        int[] statistics = [.. x.Shape[..first], .. Enumerable.Repeat(1, x.Rank - first)];
        var (means, inverses) = (node.Rent(x.Type, statistics), node.Rent(x.Type, statistics));
        MeanAndVariance.Normalize(x, TensorShape.Product(x.Shape.AsSpan(first)), epsilon, y, means, inverses);
        CheckFits(node.Input(Scale), x);
        BinaryLoop<Multiplication>.Run(y, node.RowMajor(Scale), y);
        if (node.Has(Bias))
        {
            CheckFits(node.Input(Bias), x);
            BinaryLoop<Addition>.Run(y, node.RowMajor(Bias), y);
        }

        node.Set(0, y);
        node.Set(1, means);
        node.Set(2, inverses);
    }

    private static void CheckFits(Tensor parameter, Tensor x)
    {
        if (!TensorShape.Broadcast(x.Shape, parameter.Shape).AsSpan().SequenceEqual(x.Shape))
            throw new InvalidDataException($"the parameter {parameter} does not fit {x}");
    }
}
