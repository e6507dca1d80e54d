using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Converts elements to another type: fractions are cut off, and truth is what is not zero.</summary>
internal sealed class Cast(OnnxElementType type) : IOperator
{
    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        if (x.Type == type)
        {
            node.Set(0, x.View(x.Shape, x.Layout));
            return;
        }

        var y = node.Rent(type, x.Shape, x.Layout);
        Convert(x, y);
        node.Set(0, y);
    }

    /// <summary>Converts the elements of <paramref name="x"/> to the type of <paramref name="y"/>.</summary>
    public static void Convert(Tensor x, Tensor y)
    {
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Convert<float>(x, y);
                break;
            case OnnxElementType.Double:
                Convert<double>(x, y);
                break;
            case OnnxElementType.Int64:
                Convert<long>(x, y);
                break;
            case OnnxElementType.Int32:
                Convert<int>(x, y);
                break;
            case OnnxElementType.Int8:
                Convert<sbyte>(x, y);
                break;
            default:
                Convert<byte>(x, y);
                break;
        }
    }

    private static void Convert<T>(Tensor x, Tensor y) where T : unmanaged, INumber<T>
    {
        switch (y.Type)
        {
            case OnnxElementType.Float:
                Convert<T, float>(x, y);
                break;
            case OnnxElementType.Double:
                Convert<T, double>(x, y);
                break;
            case OnnxElementType.Int64:
                Convert<T, long>(x, y);
                break;
            case OnnxElementType.Int32:
                Convert<T, int>(x, y);
                break;
            case OnnxElementType.Int8:
                ConvertNarrow<T, sbyte>(x, y);
                break;
            case OnnxElementType.UInt8:
                ConvertNarrow<T, byte>(x, y);
                break;
            default:
                var from = x.Elements<T>();
                var to = y.Bytes;
                for (var k = 0; k < from.Length; k++) to[k] = from[k] != T.Zero ? (byte)1 : (byte)0;
                break;
        }
    }

    private static void Convert<TFrom, TTo>(Tensor x, Tensor y) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var from = x.Elements<TFrom>();
        var to = y.Elements<TTo>();
        for (var k = 0; k < from.Length; k++) to[k] = TTo.CreateTruncating(from[k]);
    }

    // A fraction goes through a wide whole number, whose low bits remain, as in C on this processor.
    private static void ConvertNarrow<TFrom, TTo>(Tensor x, Tensor y) where TFrom : unmanaged, INumber<TFrom> where TTo : unmanaged, INumber<TTo>
    {
        var from = x.Elements<TFrom>();
        var to = y.Elements<TTo>();
        for (var k = 0; k < from.Length; k++) to[k] = TTo.CreateTruncating(long.CreateTruncating(from[k]));
    }
}
