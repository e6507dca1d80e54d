using Gannet.Runtime.Format;
using Gannet.Torch;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Export;

/// <summary>The ONNX form of each of libtorch's operators.</summary>
internal static class OperatorForms
{
    private static readonly Dictionary<string, Func<GraphBuilder, TracedCall, GraphValue[]>> s_forms = new()
    {
        ["add.Tensor"] = One(static (g, c) => g.Add(c.Value(0), Scaled(g, c.Value(1), c.Number(2, 1)))),
        ["add.Scalar"] = One(static (g, c) => g.Add(c.Value(0), (float)(c.Number(1) * c.Number(2, 1)))),
        ["sub.Tensor"] = One(static (g, c) => g.Subtract(c.Value(0), Scaled(g, c.Value(1), c.Number(2, 1)))),
        ["sub.Scalar"] = One(static (g, c) => g.Subtract(c.Value(0), g.Number((float)(c.Number(1) * c.Number(2, 1))))),
        ["rsub.Scalar"] = One(static (g, c) => g.Subtract(g.Number((float)c.Number(1)), Scaled(g, c.Value(0), c.Number(2, 1)))),
        ["mul.Tensor"] = One(static (g, c) => g.Multiply(c.Value(0), c.Value(1))),
        ["mul.Scalar"] = One(static (g, c) => g.Multiply(c.Value(0), (float)c.Number(1))),
        ["div.Tensor"] = One(static (g, c) => g.Divide(c.Value(0), c.Value(1))),
        ["div.Scalar"] = One(static (g, c) => g.Divide(c.Value(0), (float)c.Number(1))),
        ["neg"] = Same("Neg"),
        ["exp"] = Same("Exp"),
        ["log"] = Same("Log"),
        ["sqrt"] = Same("Sqrt"),
        ["rsqrt"] = One(static (g, c) => g.Divide(g.Number(1f), g.Node("Sqrt", [c.Value(0)]))),
        ["abs"] = Same("Abs"),
        ["tanh"] = Same("Tanh"),
        ["atan"] = Same("Atan"),
        ["relu"] = Same("Relu"),
        ["sigmoid"] = Same("Sigmoid"),
        ["hardswish"] = Same("HardSwish"),
        ["hardsigmoid"] = One(static (g, c) => g.Node("HardSigmoid", [c.Value(0)], ("alpha", 1f / 6), ("beta", 0.5f))),
        ["clamp"] = One(static (g, c) => g.Node("Clip", [c.Value(0), Bound(g, c, 1), Bound(g, c, 2)])),
        ["clamp_min"] = One(static (g, c) => g.Node("Clip", [c.Value(0), Bound(g, c, 1)])),
        ["clamp_max"] = One(static (g, c) => g.Node("Clip", [c.Value(0), GraphValue.None, Bound(g, c, 1)])),
        ["maximum"] = One(static (g, c) => g.Greatest(c.Value(0), c.Value(1))),
        ["minimum"] = One(static (g, c) => g.Least(c.Value(0), c.Value(1))),
        ["pow.Tensor_Scalar"] = One(static (g, c) => g.Node("Pow", [c.Value(0), g.Number((float)c.Number(1))])),
        ["mm"] = One(static (g, c) => g.Node("MatMul", [c.Value(0), c.Value(1)])),
        ["bmm"] = One(static (g, c) => g.Node("MatMul", [c.Value(0), c.Value(1)])),
        ["matmul"] = One(static (g, c) => g.Node("MatMul", [c.Value(0), c.Value(1)])),
        ["linear"] = One(Linear),
        ["conv2d"] = One(static (g, c) => g.Node("Conv", [c.Value(0), c.Value(1), c.Value(2)], Window(c, 3, 4, 5, ("group", c.Integer(6))))),
        ["conv_transpose2d.input"] = One(static (g, c) => g.Node("ConvTranspose", [c.Value(0), c.Value(1), c.Value(2)],
            Window(c, 3, 4, 7, ("output_padding", Both(c.Integers(5), 0)), ("group", c.Integer(6))))),
        ["max_pool2d"] = One(static (g, c) => g.Node("MaxPool", [c.Value(0)],
            Window(c, 2, 3, 4, ("kernel_shape", Both(c.Integers(1), 1)), ("ceil_mode", c.Flag(5) ? 1L : 0L)))),
        ["avg_pool2d"] = One(static (g, c) => g.Node("AveragePool", [c.Value(0)],
            ("kernel_shape", Both(c.Integers(1), 1)), ("strides", Both(c.Integers(2), 1, c.Integers(1))), ("pads", Pads(c.Integers(3))),
            ("ceil_mode", c.Flag(4) ? 1L : 0L), ("count_include_pad", c.Flag(5) ? 1L : 0L))),
        ["adaptive_avg_pool2d"] = One(GlobalAverage),
        ["upsample_nearest2d"] = One(static (g, c) => Resize(g, c, ("mode", "nearest"), ("coordinate_transformation_mode", "asymmetric"), ("nearest_mode", "floor"))),
        ["upsample_bilinear2d"] = One(static (g, c) => Resize(g, c, ("mode", "linear"),
            ("coordinate_transformation_mode", c.Flag(2) ? "align_corners" : "half_pixel"))),
        ["batch_norm"] = One(static (g, c) => c.Flag(5)
            ? throw new NotSupportedException("batch norm with the statistics of a batch has no ONNX form; export in evaluation mode.")
            : g.Node("BatchNormalization", [c.Value(0), c.Value(1), c.Value(2), c.Value(3), c.Value(4)], ("epsilon", (float)c.Number(7)))),
        ["group_norm"] = One(GroupNorm),
        ["layer_norm"] = One(static (g, c) => g.Node("LayerNormalization", [c.Value(0), c.Value(2), c.Value(3)],
            ("axis", (long)-c.Integers(1).Length), ("epsilon", (float)c.Number(4)))),
        ["softmax.int"] = One(static (g, c) => g.Node("Softmax", [c.Value(0)], ("axis", c.Integer(1)))),
        ["log_softmax.int"] = One(static (g, c) => g.Node("LogSoftmax", [c.Value(0)], ("axis", c.Integer(1)))),
        ["mean.dim"] = One(static (g, c) => g.Node("ReduceMean", [c.Value(0)], ("axes", c.Integers(1)), ("keepdims", c.Flag(2) ? 1L : 0L))),
        ["sum.dim_IntList"] = One(static (g, c) => g.Node("ReduceSum", [c.Value(0), g.Integers(c.Integers(1))], ("keepdims", c.Flag(2) ? 1L : 0L))),
        ["amax"] = One(static (g, c) => g.Node("ReduceMax", [c.Value(0)], ("axes", c.Integers(1)), ("keepdims", c.Flag(2) ? 1L : 0L))),
        ["cat"] = One(static (g, c) => g.Node("Concat", c.Values(0), ("axis", c.Integer(1)))),
        ["stack"] = One(static (g, c) => g.Concat((int)c.Integer(1), [.. c.Values(0).Select(v => g.Unsqueeze(v, c.Integer(1)))])),
        ["permute"] = One(static (g, c) => g.Transpose(c.Value(0), c.Integers(1))),
        ["transpose.int"] = One(Transpose),
        ["reshape"] = One(static (g, c) => g.Reshape(c.Value(0), c.Lengths(1))),
        ["view"] = One(static (g, c) => g.Reshape(c.Value(0), c.Lengths(1))),
        ["flatten.using_ints"] = One(Flatten),
        ["unsqueeze"] = One(static (g, c) => g.Unsqueeze(c.Value(0), c.Integer(1))),
        ["squeeze.dim"] = One(static (g, c) => g.Squeeze(c.Value(0), c.Integer(1))),
        ["expand"] = One(static (g, c) => g.Expand(c.Value(0), c.Lengths(1))),
        ["select.int"] = One(static (g, c) => g.At(c.Value(0), (int)c.Integer(1), c.Integer(2))),
        ["narrow"] = One(Narrow),
        ["split.Tensor"] = Parts,
        ["split_with_sizes"] = Parts,
        ["chunk"] = Parts,
        ["unbind.int"] = static (g, c) => [.. Enumerable.Range(0, c.Results).Select(k => g.At(c.Value(0), c.Axis(0, c.Integer(1)), k))],
        ["constant_pad_nd"] = One(Pad),
        ["contiguous"] = One(static (_, c) => c.Value(0)),
        ["clone"] = One(static (_, c) => c.Value(0)),
        ["detach"] = One(static (_, c) => c.Value(0)),
        ["dropout"] = One(static (_, c) => c.Flag(2) ? throw new NotSupportedException("dropout has an ONNX form only in evaluation mode.") : c.Value(0)),
        ["to.dtype"] = One(static (g, c) => Cast(g, c, 1)),
        ["to.device"] = One(static (g, c) => Cast(g, c, 2)),
    };

    /// <summary>Writes one call.</summary>
    /// <exception cref="NotSupportedException">The operator has no ONNX form.</exception>
    public static GraphValue[] Write(GraphBuilder graph, TracedCall call)
    {
        // In place or not, the result is a new value of the graph.
        var name = call.Operator["aten::".Length..].Replace("_.", ".", StringComparison.Ordinal).TrimEnd('_');
        if (!s_forms.TryGetValue(name, out var form)) throw new NotSupportedException($"the operator {call.Operator} has no ONNX form.");
        return form(graph, call);
    }

    private static Func<GraphBuilder, TracedCall, GraphValue[]> One(Func<GraphBuilder, TracedCall, GraphValue> form) => (g, c) => [form(g, c)];

    private static Func<GraphBuilder, TracedCall, GraphValue[]> Same(string op) => (g, c) => [g.Node(op, [c.Value(0)])];

    private static GraphValue Scaled(GraphBuilder g, GraphValue x, double factor) => g.Multiply(x, (float)factor);

    private static GraphValue Bound(GraphBuilder g, TracedCall c, int argument) => c.Has(argument) ? g.Number((float)c.Number(argument)) : GraphValue.None;

    private static GraphValue Cast(GraphBuilder g, TracedCall c, int argument) => c.Raw(argument) is ElementType type
        ? type switch
        {
            ElementType.Float => g.Cast(c.Value(0), DataType.Float),
            ElementType.Int64 => g.Cast(c.Value(0), DataType.Int64),
            _ => throw new NotSupportedException($"elements of type {type} have no form in an exported graph."),
        }
        : c.Value(0);

    private static GraphValue Linear(GraphBuilder g, TracedCall c) => c.Rank(0) == 2
        ? g.Node("Gemm", [c.Value(0), c.Value(1), c.Value(2)], ("transB", 1L))
        : throw new NotSupportedException($"a fully connected layer on {c.Rank(0)} dimensions has no ONNX form.");

    private static GraphValue GlobalAverage(GraphBuilder g, TracedCall c) => c.Integers(1) is [1, 1]
        ? g.Node("GlobalAveragePool", [c.Value(0)])
        : throw new NotSupportedException("adaptive pooling has an ONNX form only with one result per channel.");

    private static GraphValue Resize(GraphBuilder g, TracedCall c, params ReadOnlySpan<(string, object)> attributes) => g.Node(
        "Resize", [c.Value(0), GraphValue.None, GraphValue.None, g.Concat(0, g.Shape(c.Value(0), 0, 2), c.Lengths(1))], attributes);

    // As instance norm over groups: ONNX has no group norm before opset 18.
    private static GraphValue GroupNorm(GraphBuilder g, TracedCall c)
    {
        var (x, groups) = (c.Value(0), c.Integer(1));
        var ones = new float[groups];
        Array.Fill(ones, 1);
        var each = g.Node("InstanceNormalization",
            [g.Reshape(x, 0, groups, -1), g.Constant<float>(ones, [groups]), g.Constant<float>(new float[groups], [groups])], ("epsilon", (float)c.Number(4)));
        var normal = g.Reshape(each, g.Shape(x));
        if (c.Has(2)) normal = g.Multiply(normal, g.Reshape(c.Value(2), 1, -1, 1, 1));
        return c.Has(3) ? g.Add(normal, g.Reshape(c.Value(3), 1, -1, 1, 1)) : normal;
    }

    private static GraphValue Transpose(GraphBuilder g, TracedCall c)
    {
        long[] order = [.. Enumerable.Range(0, c.Rank(0)).Select(static k => (long)k)];
        var (a, b) = (c.Axis(0, c.Integer(1)), c.Axis(0, c.Integer(2)));
        (order[a], order[b]) = (order[b], order[a]);
        return g.Transpose(c.Value(0), order);
    }

    private static GraphValue Flatten(GraphBuilder g, TracedCall c)
    {
        var (first, last) = (c.Axis(0, c.Integer(1)), c.Axis(0, c.Integer(2)));
        if (first > 0 && last == c.Rank(0) - 1) return g.Reshape(c.Value(0), [.. Enumerable.Repeat(0L, first), -1]);
        return g.Reshape(c.Value(0), g.Concat(0, g.Shape(c.Value(0), 0, first), g.Integers(-1), g.Shape(c.Value(0), last + 1)));
    }

    // A length that differs from picture to picture is counted from the far end.
    private static GraphValue Narrow(GraphBuilder g, TracedCall c)
    {
        var (axis, start, lengths) = (c.Axis(0, c.Integer(1)), c.Integer(2), c.PerSampleInteger(3));
        if (lengths.Distinct().Count() == 1) return g.Slice(c.Value(0), axis, start, start + lengths[0]);
        long[] rest = [.. lengths.Select((length, s) => c.ShapeOf(0, s)[axis] - start - length).Distinct()];
        if (rest.Length == 1) return g.Slice(c.Value(0), axis, start, rest[0] == 0 ? long.MaxValue : -rest[0]);
        return g.Slice(c.Value(0), axis, g.Integers(start), g.Add(g.Integers(start), c.LengthOf(lengths)));
    }

    private static GraphValue[] Parts(GraphBuilder g, TracedCall c)
    {
        var axis = c.Axis(0, c.Integer(2));
        var (parts, start) = (new GraphValue[c.Results], 0L);
        for (var k = 0; k < parts.Length; k++)
        {
            var length = c.ResultShape(k, 0)[axis];
            parts[k] = g.Slice(c.Value(0), axis, start, start + length);
            start += length;
        }

        return parts;
    }

    // libtorch lists the last dimension first.
    private static GraphValue Pad(GraphBuilder g, TracedCall c)
    {
        var (given, rank) = (c.Integers(1), c.Rank(0));
        var pads = new long[2 * rank];
        for (var k = 0; k < given.Length / 2; k++) (pads[rank - 1 - k], pads[2 * rank - 1 - k]) = (given[2 * k], given[2 * k + 1]);
        return g.Node("Pad", [c.Value(0), g.Integers(pads), g.Number((float)c.Number(2))]);
    }

    private static (string, object)[] Window(TracedCall c, int stride, int padding, int dilation, params ReadOnlySpan<(string, object)> others) =>
        [("strides", Both(c.Integers(stride), 1, IsPooling(c) ? c.Integers(1) : null)), ("pads", Pads(c.Integers(padding))), ("dilations", Both(c.Integers(dilation), 1)), .. others];

    private static bool IsPooling(TracedCall c) => c.Operator.EndsWith("pool2d", StringComparison.Ordinal);

    // One number stands for both directions; none for the default.
    private static long[] Both(long[] given, long absent, long[]? otherwise = null) => given.Length switch
    {
        0 => otherwise is null ? [absent, absent] : Both(otherwise, absent),
        1 => [given[0], given[0]],
        _ => given,
    };

    private static long[] Pads(long[] given) => Both(given, 0) is var both ? [both[0], both[1], both[0], both[1]] : [];
}
