using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Resampling;

/// <summary>Resizes a tensor to lengths or by factors, one axis after the other.</summary>
internal sealed class Resize : IOperator
{
    private readonly ResizeRule _rule;
    private readonly float _outside;
    private readonly float[]? _scales;
    private readonly long[]? _axes;
    private readonly string _policy;
    private readonly int _roi, _scale, _sizes;

    public Resize(NodeDefinition definition)
    {
        var isOld = definition.Opset < 11 || definition.OpType == "Upsample";
        _rule = new(definition.Attributes, isOld ? 10 : definition.Opset);
        _outside = definition.Attributes.Number("extrapolation_value", 0);
        _scales = definition.Attributes.Numbers("scales"); // of the earliest versions
        _axes = definition.Attributes.Integers("axes");
        _policy = definition.Attributes.Text("keep_aspect_ratio_policy", "stretch");
        (_roi, _scale, _sizes) = isOld ? (-1, 1, -1) : (1, 2, 3);
    }

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var (shape, scales) = Target(node, x);
        var region = _rule.NeedsRegion ? Region(node, x.Rank) : null;
        TensorShape.Count(shape);
        var result = x.View(x.Shape, x.Layout);
        for (var axis = 0; axis < x.Rank; axis++)
        {
            var part = region is null ? (0, 1) : region[axis];
            if (shape[axis] == x.Shape[axis] && scales[axis] == 1 && part == (0, 1)) continue;
            if (x.Shape[axis] == 0) throw new InvalidDataException($"{x} has nothing to resize");
            var taps = _rule.Taps(x.Shape[axis], shape[axis], scales[axis], part);
            var next = AxisResampling.Run(node, result, axis, shape[axis], taps, _outside);
            result.Release();
            result = next;
        }

        node.Set(0, result);
    }

    private (int[] Shape, double[] Scales) Target(NodeRun node, Tensor x)
    {
        var axes = _axes?.Select(axis => TensorShape.Axis(axis, x.Rank)).ToArray() ?? [.. Enumerable.Range(0, x.Rank)];
        var (shape, scales) = (x.Shape.ToArray(), Enumerable.Repeat(1.0, x.Rank).ToArray());
        if (_sizes >= 0 && node.Has(_sizes) && node.Input(_sizes).Count > 0)
        {
            var sizes = TensorShape.From(node.Integers(_sizes));
            if (sizes.Length != axes.Length) throw new InvalidDataException($"{sizes.Length} lengths do not fit {axes.Length} axes");
            for (var k = 0; k < axes.Length; k++) (shape[axes[k]], scales[axes[k]]) = (sizes[k], (double)sizes[k] / Math.Max(1, x.Shape[axes[k]]));
            if (_policy != "stretch") KeepAspect(x, axes, shape, scales);
            return (shape, scales);
        }

        var factors = _scales ?? node.RowMajor(_scale).Elements<float>().ToArray();
        if (factors.Length != axes.Length) throw new InvalidDataException($"{factors.Length} factors do not fit {axes.Length} axes");
        for (var k = 0; k < axes.Length; k++)
        {
            if (!(factors[k] > 0) || factors[k] * (double)x.Shape[axes[k]] > int.MaxValue)
                throw new InvalidDataException($"the factor {factors[k]} is out of range");
            (shape[axes[k]], scales[axes[k]]) = ((int)Math.Floor((float)x.Shape[axes[k]] * factors[k]), factors[k]);
        }

        return (shape, scales);
    }

    private void KeepAspect(Tensor x, int[] axes, int[] shape, double[] scales)
    {
        var factor = _policy == "not_larger" ? axes.Min(axis => scales[axis]) : axes.Max(axis => scales[axis]);
        foreach (var axis in axes) (shape[axis], scales[axis]) = ((int)Math.Floor(x.Shape[axis] * factor + 0.5), factor);
    }

    private (double, double)[] Region(NodeRun node, int rank)
    {
        var x = node.RowMajor(_roi);
        var axes = _axes?.Select(axis => TensorShape.Axis(axis, rank)).ToArray() ?? [.. Enumerable.Range(0, rank)];
        if (x.Count != 2 * axes.Length) throw new InvalidDataException($"the region {x} does not fit {axes.Length} axes");
        var values = Tensor.Unpooled(OnnxElementType.Double, x.Shape);
        Elementwise.Cast.Convert(x, values);
        var region = Enumerable.Repeat((0.0, 1.0), rank).ToArray();
        for (var k = 0; k < axes.Length; k++) region[axes[k]] = (values.Elements<double>()[k], values.Elements<double>()[k + axes.Length]);
        return region;
    }
}
