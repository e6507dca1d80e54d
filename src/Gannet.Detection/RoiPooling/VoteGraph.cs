// Shapes: N images, K regions per image, C channels of a vote, S bins per side, H × W cells.
using Gannet.Detection.Export;
using Gannet.Detection.Necks;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.RoiPooling;

/// <summary>Writes position-sensitive pooling and the mean of its bins as a graph; ONNX has no operator for it.</summary>
/// <remarks>A bin is a weighted sum over rows and columns, with the weights of each axis apart: two products of matrices.</remarks>
internal sealed class VoteGraph(IReadOnlyList<FeatureLevel> levels, RegionOptions options, DetectorGraph detector)
{
    private readonly GraphBuilder _graph = detector.Graph;

    /// <summary>Adds the votes: <c>[N·K, C]</c>.</summary>
    /// <param name="maps">One map, <c>[N, C·S², H, W]</c>.</param>
    /// <param name="regions">The regions, image by image.</param>
    public GraphValue Add(TracedValue[] maps, RegionGraph regions)
    {
        _graph.Section("votes");
        if (maps.Length > 1) throw new NotSupportedException("roi_heads: position-sensitive pooling from several levels has no ONNX form.");
        var (map, bins, channels) = (maps[0].Value, options.Size, maps[0].Length(1) / (options.Size * options.Size));
        var boxes = _graph.Multiply(_graph.Add(_graph.Reshape(regions.Boxes, _graph.Concat(0, _graph.Reshape(detector.Images, 1), _graph.Integers(-1, 4))), -levels[0].Origin), 1f / levels[0].Stride);
        GraphValue[] edges = [.. Enumerable.Range(0, 4).Select(k => _graph.At(boxes, 2, k))]; // [N, K] each
        var rows = Weights(edges[1], edges[3], _graph.Length(map, 2));
        var columns = Weights(edges[0], edges[2], _graph.Length(map, 3));
        var perBin = _graph.Reshape(map, _graph.Concat(0, _graph.Shape(map, 0, 1), _graph.Integers(channels, bins * bins), _graph.Shape(map, 2)));
        GraphValue? sum = null;
        for (var i = 0; i < bins; i++)
        {
            for (var j = 0; j < bins; j++)
            {
                // [N, C, H, W] as [N, H, C·W], so that one product adds the rows of all channels.
                var own = _graph.Reshape(_graph.Transpose(_graph.At(perBin, 2, i * bins + j), 0, 2, 1, 3), 0, 0, -1);
                var down = _graph.Reshape(_graph.Node("MatMul", [_graph.At(rows, 2, i), own]), 0, 0, channels, -1);
                var vote = _graph.Node("MatMul", [down, _graph.Unsqueeze(_graph.At(columns, 2, j), -1)]);
                sum = sum is { } others ? _graph.Add(others, vote) : vote;
            }
        }

        return _graph.Reshape(_graph.Divide(sum!.Value, bins * bins), -1, channels);
    }

    // The weight of each cell of an axis in each bin, [N, K, S, length].
    private GraphValue Weights(GraphValue start, GraphValue end, GraphValue length)
    {
        var cells = _graph.Cast(_graph.Count(length), DataType.Float);
        var (from, to) = (_graph.Unsqueeze(start, -1), _graph.Unsqueeze(end, -1)); // [N, K, 1]
        float[] numbers = [.. Enumerable.Range(0, options.Size).Select(static k => (float)k)];
        var bin = _graph.Constant<float>(numbers, [options.Size]);
        return options.Kind switch
        {
            PoolingKind.PsRoiPool => CellMeans(from, to, bin, cells, _graph.Cast(length, DataType.Float)),
            PoolingKind.PsRoiAlign when options.SamplingRatio > 0 => Samples(from, to, bin, cells, _graph.Cast(length, DataType.Float)),
            _ => throw new NotSupportedException($"regions.kind {options.Kind} with sampling_ratio {options.SamplingRatio} has no ONNX form; use ps_roi_pool."),
        };
    }

    // Whole cells, as CellBins chooses them.
    private GraphValue CellMeans(GraphValue from, GraphValue to, GraphValue bin, GraphValue cells, GraphValue length)
    {
        var first = Rounded(from);
        var size = _graph.Divide(_graph.Greatest(_graph.Subtract(Rounded(to), first), _graph.Number(1f)), options.Size);
        var low = Bounded(_graph.Add(_graph.Node("Floor", [_graph.Multiply(bin, size)]), first), length);
        var high = Bounded(_graph.Add(_graph.Node("Ceil", [_graph.Multiply(_graph.Add(bin, 1), size)]), first), length);
        var share = _graph.Divide(_graph.Number(1f), _graph.Greatest(_graph.Subtract(high, low), _graph.Number(1f)));
        var isIn = _graph.And(_graph.AtLeast(cells, _graph.Unsqueeze(low, -1)), _graph.Above(_graph.Unsqueeze(high, -1), cells));
        return _graph.Multiply(_graph.Cast(isIn, DataType.Float), _graph.Unsqueeze(share, -1));
    }

    // Bilinear samples, as AxisTaps places them; regions are shifted by half a cell.
    private GraphValue Samples(GraphValue from, GraphValue to, GraphValue bin, GraphValue cells, GraphValue length)
    {
        var first = _graph.Add(from, -0.5f);
        var size = _graph.Divide(_graph.Subtract(to, from), options.Size);
        GraphValue? sum = null;
        for (var k = 0; k < options.SamplingRatio; k++)
        {
            var at = _graph.Add(first, _graph.Multiply(_graph.Add(bin, (k + 0.5f) / options.SamplingRatio), size)); // [N, K, S]
            var isIn = _graph.And(_graph.AtLeast(at, _graph.Number(-1f)), _graph.AtLeast(length, at));
            var held = _graph.Least(_graph.Greatest(at, _graph.Number(0f)), _graph.Add(length, -1));
            var distance = _graph.Node("Abs", [_graph.Subtract(_graph.Unsqueeze(held, -1), cells)]);
            var weight = _graph.Multiply(_graph.Node("Relu", [_graph.Subtract(_graph.Number(1f), distance)]), _graph.Unsqueeze(_graph.Cast(isIn, DataType.Float), -1));
            sum = sum is { } others ? _graph.Add(others, weight) : weight;
        }

        return _graph.Divide(sum!.Value, options.SamplingRatio);
    }

    private GraphValue Bounded(GraphValue x, GraphValue length) => _graph.Least(_graph.Greatest(x, _graph.Number(0f)), length);

    // Halves away from zero; ONNX rounds them to even.
    private GraphValue Rounded(GraphValue x) => _graph.Multiply(_graph.Node("Sign", [x]), _graph.Node("Floor", [_graph.Add(_graph.Node("Abs", [x]), 0.5f)]));
}
