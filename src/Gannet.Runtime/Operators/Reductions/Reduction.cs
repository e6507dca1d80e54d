using System.Numerics;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Reductions;

/// <summary>Makes one number of all along some axes. The axes are an attribute, or an input in later versions; none means all.</summary>
internal sealed class Reduction<TReduction>(NodeDefinition definition) : IOperator where TReduction : struct, IReduction
{
    private readonly long[]? _axes = definition.Attributes.Integers("axes");
    private readonly bool _keepsAxes = definition.Attributes.Flag("keepdims", true), _ignoresNone = definition.Attributes.Flag("noop_with_empty_axes");

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var axes = _axes ?? (node.Has(1) ? node.Integers(1) : []);
        if (axes.Length == 0 && _ignoresNone)
        {
            node.Set(0, x.View(x.Shape, x.Layout));
            return;
        }

        var isReduced = new bool[x.Rank];
        foreach (var axis in axes) isReduced[TensorShape.Axis(axis, x.Rank)] = true;
        if (axes.Length == 0) isReduced.AsSpan().Fill(true);
        node.Set(0, Reduce(node, x, isReduced, _keepsAxes));
    }

    /// <summary>Reduces a tensor; the caller owns the result.</summary>
    public static Tensor Reduce(NodeRun node, Tensor x, bool[] isReduced, bool keepsAxes)
    {
        int[] whole = [.. x.Shape.Select((length, axis) => isReduced[axis] ? 1 : length)];
        var result = node.Rent(x.Type, whole, x.Layout);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                Reduce<float>(x, result);
                break;
            case OnnxElementType.Double:
                Reduce<double>(x, result);
                break;
            case OnnxElementType.Int64:
                Reduce<long>(x, result);
                break;
            case OnnxElementType.Int32:
                Reduce<int>(x, result);
                break;
            case OnnxElementType.Int8:
                Reduce<sbyte>(x, result);
                break;
            default:
                Reduce<byte>(x, result);
                break;
        }

        if (keepsAxes) return result;
        var rowMajor = node.Convert(result, MapLayout.RowMajor);
        var view = rowMajor.View([.. x.Shape.Where((_, axis) => !isReduced[axis])]);
        rowMajor.Release();
        result.Release();
        return view;
    }

    // Reads in memory order. A row that is reduced becomes one number; another is combined with a row of the result.
    private static void Reduce<T>(Tensor x, Tensor result) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var from = x.Elements<T>();
        var to = result.Elements<T>();
        to.Fill(TReduction.Start<T>());
        if (x.Count > 0)
        {
            var layout = BroadcastLayout.Like(x);
            var loop = new StridedLoop(layout.MemoryShape, layout.Steps(x), layout.Steps(result));
            var cursor = loop.At(0);
            for (var row = 0; row < loop.Rows; row++, cursor.Next())
            {
                var values = from.Slice(row * loop.RowLength, loop.RowLength);
                if (loop.Step(1) == 0) Fold(values, ref to[(int)cursor.Offset(1)]);
                else Combine(values, to.Slice((int)cursor.Offset(1), loop.RowLength));
            }
        }

        var count = result.Count == 0 ? 0 : x.Count / result.Count;
        foreach (ref var value in to) value = TReduction.Finish(value, count);
    }

    private static void Fold<T>(Span<T> row, ref T result) where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var k = 0;
        if (row.Length >= 2 * Vector<T>.Count)
        {
            // Two vectors of results hide the latency and keep sums of many numbers exact for longer.
            Vector<T> even = new(TReduction.Start<T>()), odd = even;
            for (; k <= row.Length - 2 * Vector<T>.Count; k += 2 * Vector<T>.Count)
            {
                even = TReduction.Combine(even, new Vector<T>(row[k..]));
                odd = TReduction.Combine(odd, new Vector<T>(row[(k + Vector<T>.Count)..]));
            }

            for (var lane = 0; lane < Vector<T>.Count; lane++) result = Join(Join(result, even[lane]), odd[lane]);
        }

        for (; k < row.Length; k++) result = TReduction.Combine(result, row[k]);
    }

    private static void Combine<T>(Span<T> row, Span<T> results) where T : unmanaged, INumber<T>
    {
        var k = 0;
        for (; k <= row.Length - Vector<T>.Count; k += Vector<T>.Count)
            TReduction.Combine(new Vector<T>(results[k..]), new Vector<T>(row[k..])).CopyTo(results[k..]);
        for (; k < row.Length; k++) results[k] = TReduction.Combine(results[k], row[k]);
    }

    // Partial results of squares are sums and must not be squared again.
    private static T Join<T>(T a, T b) where T : unmanaged, INumber<T> =>
        typeof(TReduction) == typeof(SumOfSquares) || typeof(TReduction) == typeof(L2Of) ? a + b : TReduction.Combine(a, b);
}
