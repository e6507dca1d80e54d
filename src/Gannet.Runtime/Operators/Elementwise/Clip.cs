using System.Numerics;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Elementwise;

/// <summary>Bounds each element from below, from above, or both; where the bounds cross, the upper one wins.</summary>
internal sealed class Clip(NodeDefinition definition) : IOperator
{
    private const long WorthThreads = 1 << 15;
    private const int Grain = 64;

    // Before version 11 the bounds are attributes.
    private readonly float? _least = Bound(definition, "min"), _greatest = Bound(definition, "max");

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var y = node.RentOver(0, x.Type, x.Shape, x.Layout);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Run(node, x, y, float.NegativeInfinity, float.PositiveInfinity);
                break;
            case OnnxElementType.Double:
                Run(node, x, y, double.NegativeInfinity, double.PositiveInfinity);
                break;
            case OnnxElementType.Int64:
                Run(node, x, y, long.MinValue, long.MaxValue);
                break;
            case OnnxElementType.Int32:
                Run(node, x, y, int.MinValue, int.MaxValue);
                break;
            case OnnxElementType.Int8:
                Run(node, x, y, sbyte.MinValue, sbyte.MaxValue);
                break;
            default:
                Run(node, x, y, byte.MinValue, byte.MaxValue);
                break;
        }

        node.Set(0, y);
    }

    private unsafe void Run<T>(NodeRun node, Tensor x, Tensor y, T least, T greatest) where T : unmanaged, INumber<T>
    {
        least = Bound(node, 1, _least, least);
        greatest = Bound(node, 2, _greatest, greatest);
        var from = x.Address<T>();
        var to = y.Address<T>();
        KernelPlan.Best.For(x.Count, WorthThreads).ForRanges(x.Count, Grain, (_, start, end) =>
        {
            var k = start;
            for (; k <= end - Vector<T>.Count; k += Vector<T>.Count)
                Vector.Min(Vector.Max(Vector.Load(from + k), new Vector<T>(least)), new Vector<T>(greatest)).Store(to + k);
            for (; k < end; k++) to[k] = T.Min(T.Max(from[k], least), greatest);
        });
        GC.KeepAlive(x);
    }

    private static float? Bound(NodeDefinition definition, string name) =>
        definition.Opset < 11 && definition.Attributes.Has(name) ? definition.Attributes.Number(name, 0) : null;

    private static T Bound<T>(NodeRun node, int input, float? attribute, T otherwise) where T : unmanaged, INumber<T>
    {
        if (attribute is { } value) return T.CreateSaturating(value);
        if (!node.Has(input)) return otherwise;
        return node.RowMajor(input).Elements<T>() is [var only] ? only : throw new InvalidDataException($"input {input} is not one number");
    }
}
