using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Runtime.Format;

// ONNX's operators (opset 17) under names that read like arithmetic.
internal sealed partial class GraphBuilder
{
    public GraphValue Number(float value) => Constant([value], []);

    public GraphValue Number(double value) => Constant([value], []);

    public GraphValue Number(long value) => Constant([value], []);

    /// <summary>A list of integers, such as a shape.</summary>
    public GraphValue Integers(params ReadOnlySpan<long> values) => Constant(values, [values.Length]);

    public GraphValue Add(GraphValue a, GraphValue b) => Node("Add", [a, b]);

    public GraphValue Add(GraphValue a, float b) => b == 0 ? a : Add(a, Number(b));

    public GraphValue Subtract(GraphValue a, GraphValue b) => Node("Sub", [a, b]);

    public GraphValue Multiply(GraphValue a, GraphValue b) => Node("Mul", [a, b]);

    public GraphValue Multiply(GraphValue a, float b) => b == 1 ? a : Multiply(a, Number(b));

    public GraphValue Divide(GraphValue a, GraphValue b) => Node("Div", [a, b]);

    public GraphValue Divide(GraphValue a, float b) => b == 1 ? a : Divide(a, Number(b));

    public GraphValue Least(GraphValue a, GraphValue b) => Node("Min", [a, b]);

    public GraphValue Greatest(GraphValue a, GraphValue b) => Node("Max", [a, b]);

    public GraphValue And(GraphValue a, GraphValue b) => Node("And", [a, b]);

    public GraphValue Equal(GraphValue a, GraphValue b) => Node("Equal", [a, b]);

    public GraphValue AtLeast(GraphValue a, GraphValue b) => Node("GreaterOrEqual", [a, b]);

    public GraphValue Above(GraphValue a, GraphValue b) => Node("Greater", [a, b]);

    public GraphValue Where(GraphValue condition, GraphValue yes, GraphValue no) => Node("Where", [condition, yes, no]);

    public GraphValue Cast(GraphValue x, DataType type) => Node("Cast", [x], ("to", (long)type));

    /// <summary>A tensor's shape, or the lengths from <paramref name="start"/> to before <paramref name="end"/>: a list of integers.</summary>
    public GraphValue Shape(GraphValue x, int start = 0, int? end = null) => end is { } stop
        ? Node("Shape", [x], ("start", (long)start), ("end", (long)stop))
        : Node("Shape", [x], ("start", (long)start));

    /// <summary>The length of one dimension: a scalar.</summary>
    public GraphValue Length(GraphValue x, int axis) => Reshape(Shape(x, axis, axis + 1), []);

    public GraphValue Concat(int axis, params ReadOnlySpan<GraphValue> parts) => parts.Length == 1 ? parts[0] : Node("Concat", parts, ("axis", (long)axis));

    public GraphValue Reshape(GraphValue x, params ReadOnlySpan<long> shape) => Reshape(x, Integers(shape));

    public GraphValue Reshape(GraphValue x, GraphValue shape) => Node("Reshape", [x, shape]);

    public GraphValue Expand(GraphValue x, GraphValue shape) => Node("Expand", [x, shape]);

    public GraphValue Unsqueeze(GraphValue x, params ReadOnlySpan<long> axes) => Node("Unsqueeze", [x, Integers(axes)]);

    public GraphValue Squeeze(GraphValue x, params ReadOnlySpan<long> axes) => Node("Squeeze", [x, Integers(axes)]);

    public GraphValue Transpose(GraphValue x, params ReadOnlySpan<long> order) => Node("Transpose", [x], ("perm", order.ToArray()));

    public GraphValue Gather(GraphValue x, GraphValue indices, int axis = 0) => Node("Gather", [x, indices], ("axis", (long)axis));

    /// <summary>One position of an axis, which disappears.</summary>
    public GraphValue At(GraphValue x, int axis, long index) => Gather(x, Number(index), axis);

    public GraphValue Slice(GraphValue x, int axis, long start, long end = long.MaxValue) => Slice(x, axis, Integers(start), Integers(end));

    public GraphValue Slice(GraphValue x, int axis, GraphValue start, GraphValue end) => Node("Slice", [x, start, end, Integers(axis)]);

    /// <summary>The <paramref name="count"/> largest values along an axis, largest first, equal ones by position, and their positions.</summary>
    /// <param name="x">The values.</param>
    /// <param name="count">A list of one integer.</param>
    /// <param name="axis">The axis.</param>
    public (GraphValue Values, GraphValue Positions) Top(GraphValue x, GraphValue count, int axis)
    {
        var results = Nodes("TopK", 2, [x, count], ("axis", (long)axis));
        return (results[0], results[1]);
    }

    /// <summary>The sum along the axes of a list, which disappear.</summary>
    public GraphValue Sum(GraphValue x, params ReadOnlySpan<long> axes) => Node("ReduceSum", [x, Integers(axes)], ("keepdims", 0L));

    /// <summary>The mean along axes, which disappear.</summary>
    public GraphValue Mean(GraphValue x, params ReadOnlySpan<long> axes) => Node("ReduceMean", [x], ("axes", axes.ToArray()), ("keepdims", 0L));

    /// <summary>0, 1, … up to before a scalar integer.</summary>
    public GraphValue Count(GraphValue limit) => Node("Range", [Number(0L), limit, Number(1L)]);

    /// <summary>A tensor of equal numbers.</summary>
    /// <param name="shape">A list of integers.</param>
    /// <param name="value">The number.</param>
    public GraphValue Filled(GraphValue shape, float value) => Expand(Number(value), shape);

    /// <summary>A tensor of equal integers.</summary>
    public GraphValue Filled(GraphValue shape, long value) => Expand(Number(value), shape);
}
