using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>A function of one number of any type.</summary>
internal interface INumberFunction
{
    static abstract T Of<T>(T x) where T : unmanaged, INumber<T>;
}

internal readonly struct Absolute : INumberFunction
{
    public static T Of<T>(T x) where T : unmanaged, INumber<T> => T.Abs(x);
}

internal readonly struct Negation : INumberFunction
{
    public static T Of<T>(T x) where T : unmanaged, INumber<T> => -x;
}

/// <summary>−1, 0 or 1.</summary>
internal readonly struct SignOf : INumberFunction
{
    public static T Of<T>(T x) where T : unmanaged, INumber<T> => T.IsNaN(x) ? x : T.CreateTruncating(T.Sign(x));
}

/// <summary>For truth values, which are bytes 0 and 1.</summary>
internal readonly struct LogicalNot : INumberFunction
{
    public static T Of<T>(T x) where T : unmanaged, INumber<T> => T.One - x;
}

/// <summary>Applies a function to each element of a tensor of any type, in whatever order they lie.</summary>
internal sealed class NumberOperator<TFunction> : IOperator where TFunction : struct, INumberFunction
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var y = node.RentOver(0, x.Type, x.Shape, x.Layout);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Apply<float>(x, y);
                break;
            case OnnxElementType.Double:
                Apply<double>(x, y);
                break;
            case OnnxElementType.Int64:
                Apply<long>(x, y);
                break;
            case OnnxElementType.Int32:
                Apply<int>(x, y);
                break;
            case OnnxElementType.Int8:
                Apply<sbyte>(x, y);
                break;
            default:
                Apply<byte>(x, y);
                break;
        }

        node.Set(0, y);
    }

    private static void Apply<T>(Tensor x, Tensor y) where T : unmanaged, INumber<T>
    {
        var from = x.Elements<T>();
        var to = y.Elements<T>();
        for (var k = 0; k < from.Length; k++) to[k] = TFunction.Of(from[k]);
    }
}
