using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Shapes;

/// <summary>Numbers from a start to before a limit, at equal distances.</summary>
internal sealed class RangeOperator : IOperator
{
    public void Run(NodeRun node) => node.Set(0, node.Input(0).Type switch
    {
        OnnxElementType.Float => Numbers<float>(node),
        OnnxElementType.Double => Numbers<double>(node),
        OnnxElementType.Int32 => Numbers<int>(node),
        OnnxElementType.Int64 => Numbers<long>(node),
        var type => throw new InvalidDataException($"ranges of {type} are not supported"),
    });

    private static Tensor Numbers<T>(NodeRun node) where T : unmanaged, INumber<T>
    {
        var (start, limit, delta) = (Only<T>(node, 0), Only<T>(node, 1), Only<T>(node, 2));
        if (delta == T.Zero) throw new InvalidDataException("the distance is 0");
        var count = Math.Ceiling((double.CreateChecked(limit) - double.CreateChecked(start)) / double.CreateChecked(delta));
        if (double.IsNaN(count) || count > int.MaxValue) throw new InvalidDataException($"the range from {start} to {limit} by {delta} is too long");
        var y = node.Rent(node.Input(0).Type, [(int)Math.Max(0, count)]);
        var values = y.Elements<T>();
        for (var k = 0; k < values.Length; k++) values[k] = start + T.CreateTruncating(k) * delta;
        return y;
    }

    private static T Only<T>(NodeRun node, int input) where T : unmanaged =>
        node.RowMajor(input).Elements<T>() is [var only] ? only : throw new InvalidDataException($"input {input} is not one number");
}
