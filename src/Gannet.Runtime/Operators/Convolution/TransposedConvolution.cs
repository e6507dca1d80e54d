// Shapes: N images, C channels in, K channels out, G groups, H × W cells in.
using System.Numerics;
using Gannet.Kernels.Convolution;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>A transposed convolution over one or two axes: every input cell adds its kernel to the output.</summary>
/// <remarks>One matrix product gives all kernels' values, <c>[N · H · W, rows · columns · K]</c>; each output cell then gathers those that reach it.</remarks>
internal sealed unsafe class TransposedConvolution(NodeDefinition definition) : IOperator
{
    private const int Weights = 1, Bias = 2;

    private readonly int _groups = definition.Attributes.Int32("group", 1);
    private readonly PackedConvolution? _packed =
        definition.Constant(Weights) is { Type: OnnxElementType.Float, Rank: 3 or 4 } weights ? Pack(AsMap(weights), definition.Attributes.Int32("group", 1)) : null;

    public void Run(NodeRun node)
    {
        var (input, weights) = (node.RowMajor(0), AsMap(node.RowMajor(Weights)));
        if (input.Rank is not (3 or 4) || node.Input(Weights).Rank != input.Rank)
            throw new InvalidDataException($"a transposed convolution of {input} is not supported");
        var axes = Axes(input, weights);
        var view = AsMap(input);
        if (_groups < 1 || view.Shape[1] != weights.Shape[0] || view.Shape[1] % _groups != 0)
            throw new InvalidDataException($"the input {input} does not fit the weights {weights}");
        var map = node.Convert(view, MapLayout.ChannelsLast);
        var packed = _packed ?? Pack(weights, _groups);
        var products = node.Rent(OnnxElementType.Float, [map.Count / Math.Max(1, map.Shape[1]), packed.Shape.Outputs]);
        MatrixProduct.Run(packed, map.Elements<float>(), products.Shape[0], products.Elements<float>());
        var result = node.Rent(OnnxElementType.Float, [map.Shape[0], checked(weights.Shape[1] * _groups), axes[0].Outputs, axes[1].Outputs], MapLayout.ChannelsLast);
        var bias = node.OptionalRowMajor(Bias);
        if (bias is not null && bias.Count != result.Shape[1]) throw new InvalidDataException($"the bias {bias} does not fit {result}");
        Gather(products, map, axes, bias, result);
        map.Release();
        products.Release();
        node.Set(0, input.Rank == 4 ? result : WithoutRows(node, result));
    }

    private static PackedConvolution Pack(Tensor weights, int groups)
    {
        // [C, K / G, taps] to [taps, K, C], with zeros between groups.
        var (inputs, outputs, taps) = (weights.Shape[0], weights.Shape[1], weights.Shape[2] * weights.Shape[3]);
        if (groups < 1 || inputs % groups != 0) throw new InvalidDataException($"{inputs} channels are not {groups} groups");
        var matrix = Tensor.Unpooled(OnnxElementType.Float, [taps, checked(outputs * groups), inputs]);
        var from = weights.Elements<float>();
        var to = matrix.Elements<float>();
        for (var c = 0; c < inputs; c++)
        {
            for (var k = 0; k < outputs; k++)
            {
                for (var tap = 0; tap < taps; tap++)
                    to[(tap * outputs * groups + c / (inputs / groups) * outputs + k) * inputs + c] = from[(c * outputs + k) * taps + tap];
            }
        }

        return PackedConvolution.Create(new(inputs, taps * outputs * groups), to, default);
    }

    private TransposedAxis[] Axes(Tensor input, Tensor weights)
    {
        var count = input.Rank - 2;
        var kernel = Array.ConvertAll(weights.Shape[^count..], static k => (long)k);
        var window = new SlidingWindow(definition.Attributes, kernel);
        var extra = definition.Attributes.Integers("output_padding") ?? new long[count];
        var lengths = definition.Attributes.Integers("output_shape");
        if (extra.Length != count || (lengths is not null && lengths.Length != count))
            throw new InvalidDataException("the output's padding or shape has the wrong number of axes");
        var axes = new TransposedAxis[count];
        for (var axis = 0; axis < count; axis++)
            axes[axis] = TransposedAxis.Of(window, axis, input.Shape[axis + 2], extra[axis], lengths?[axis], definition.Attributes.Text("auto_pad", "NOTSET"));
        return count == 2 ? axes : [new(1, 1, 1, 1, 0, 1), axes[0]];
    }

    private static void Gather(Tensor products, Tensor map, TransposedAxis[] axes, Tensor? bias, Tensor result)
    {
        if (result.Count == 0) return;
        var (outputs, rows, columns) = (result.Shape[1], axes[0], axes[1]);
        var from = products.Address<float>();
        var to = result.Address<float>();
        var biases = bias is null ? null : bias.Address<float>();
        var depth = products.Shape[1];
        KernelPlan.Best.ForEach(result.Shape[0] * rows.Outputs, k =>
        {
            var (image, y) = Math.DivRem(k, rows.Outputs);
            for (var x = 0; x < columns.Outputs; x++)
            {
                var cell = new Span<float>(to + ((long)k * columns.Outputs + x) * outputs, outputs);
                if (biases == null) cell.Clear();
                else new ReadOnlySpan<float>(biases, outputs).CopyTo(cell);
                for (var tapY = 0; tapY < rows.Kernel; tapY++)
                {
                    if (!rows.TrySource(y, tapY, out var sourceY)) continue;
                    for (var tapX = 0; tapX < columns.Kernel; tapX++)
                    {
                        if (!columns.TrySource(x, tapX, out var sourceX)) continue;
                        var row = ((long)image * rows.Length + sourceY) * columns.Length + sourceX;
                        Add(new ReadOnlySpan<float>(from + row * depth + (tapY * columns.Kernel + tapX) * outputs, outputs), cell);
                    }
                }
            }
        });
        GC.KeepAlive(map);
    }

    private static void Add(ReadOnlySpan<float> values, Span<float> cell)
    {
        var c = 0;
        for (; c <= cell.Length - Vector<float>.Count; c += Vector<float>.Count)
            (new Vector<float>(cell[c..]) + new Vector<float>(values[c..])).CopyTo(cell[c..]);
        for (; c < cell.Length; c++) cell[c] += values[c];
    }

    private static Tensor AsMap(Tensor tensor) => tensor.Rank == 3 ? tensor.View([tensor.Shape[0], tensor.Shape[1], 1, tensor.Shape[2]]) : tensor;

    private static Tensor WithoutRows(NodeRun node, Tensor result)
    {
        var rows = node.Convert(result, MapLayout.RowMajor);
        var flat = rows.View([rows.Shape[0], rows.Shape[1], rows.Shape[3]]);
        rows.Release();
        result.Release();
        return flat;
    }
}

/// <summary>How output and input cells of a transposed convolution correspond along one axis.</summary>
/// <param name="Length">Input cells.</param>
/// <param name="Outputs">Output cells.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Output cells between the kernels of neighbouring input cells.</param>
/// <param name="Before">Output cells that are cut off at the start.</param>
/// <param name="Dilation">Output cells between taps.</param>
internal readonly record struct TransposedAxis(int Length, int Outputs, int Kernel, int Stride, int Before, int Dilation)
{
    public static TransposedAxis Of(SlidingWindow window, int axis, int length, long extra, long? wanted, string padding)
    {
        var full = (length - 1L) * window.Stride(axis) + extra + (window.Kernel(axis) - 1L) * window.Dilation(axis) + 1;
        var (before, after) = window.IsSame ? (0, 0) : window.Padding(axis, length);
        var outputs = wanted ?? (window.IsSame ? (long)length * window.Stride(axis) : full - before - after);
        if (wanted is not null || window.IsSame)
        {
            // What is too much is cut off at both sides.
            var total = full - outputs;
            before = (int)(padding == "SAME_UPPER" ? total / 2 : total - total / 2);
            if (total < 0) before = 0;
        }

        if (outputs is < 0 or > int.MaxValue || extra < 0) throw new InvalidDataException($"the output has {outputs} cells along an axis");
        return new(length, (int)outputs, window.Kernel(axis), window.Stride(axis), before, window.Dilation(axis));
    }

    /// <summary>The input cell whose tap reaches an output cell, if there is one.</summary>
    public bool TrySource(int output, int tap, out int source)
    {
        var (quotient, remainder) = Math.DivRem((long)output + Before - (long)tap * Dilation, Stride);
        source = (int)quotient;
        return remainder == 0 && quotient >= 0 && quotient < Length;
    }
}
