// Shapes: R detections, M mask bins per side, H × W pixels of the image.
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.Masks;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Masks;

// The stage as a graph.
internal sealed partial class MaskHead
{
    internal override GraphValue? Export(
        DetectorGraph detector, TracedValue[] levels, RegionGraph found, GraphValue original, GraphValue labels, PlacedImages images)
    {
        var graph = detector.Graph;
        var pooled = _pooling.Export(detector, levels, found);
        var logits = detector.Network.Trace(inputs => [_predictor.Forward(_layers.Forward(inputs[0]))],
            new TracedValue(pooled, detector.Samples(found.Count, [levels[0].Length(1), _options.Size, _options.Size], Torch.MemoryFormat.ChannelsLast)))[0].Value;
        graph.Section("masks");
        // The map of each region's class: class c is in row r·(1 + C) + c + 1 of all maps.
        var side = 2 * _options.Size;
        var rows = graph.Multiply(graph.Count(graph.Length(labels, 0)), graph.Number(_classes + 1L));
        var own = graph.Gather(graph.Reshape(logits, -1, side, side), graph.Add(graph.Add(rows, labels), graph.Number(1L)));
        var framed = graph.Node("Pad", [graph.Node("Sigmoid", [own]), graph.Integers(0, MaskPaste.Frame, MaskPaste.Frame, 0, MaskPaste.Frame, MaskPaste.Frame)]);
        var (down, across) = (Weights(graph, original, 1, images.Height, side), Weights(graph, original, 0, images.Width, side));
        var pasted = graph.Node("MatMul", [graph.Node("MatMul", [down, framed]), graph.Transpose(across, 0, 2, 1)]);
        return graph.AtLeast(pasted, graph.Number(_options.Threshold));
    }

    // How much each pixel of an axis reads of each bin of the framed mask, [R, length, M + 2]: PasteAxis as weights.
    private static GraphValue Weights(GraphBuilder graph, GraphValue boxes, int axis, GraphValue length, int side)
    {
        var (low, high) = (graph.At(boxes, 1, axis), graph.At(boxes, 1, axis + 2));
        var bins = side + 2 * MaskPaste.Frame;
        var half = graph.Multiply(graph.Multiply(graph.Subtract(high, low), 0.5f), (float)bins / side);
        var centre = graph.Multiply(graph.Add(high, low), 0.5f);
        var (first, last) = (Whole(graph, graph.Subtract(centre, half)), Whole(graph, graph.Add(centre, half)));
        var extent = graph.Greatest(graph.Add(graph.Subtract(last, first), 1), graph.Number(1f));
        var pixels = graph.Cast(graph.Count(length), DataType.Float);
        var within = graph.Subtract(pixels, graph.Unsqueeze(first, 1)); // [R, length]
        var scale = graph.Unsqueeze(graph.Divide(graph.Number((float)bins), extent), 1);
        var at = graph.Add(graph.Multiply(scale, graph.Add(within, 0.5f)), -0.5f);
        at = graph.Node("Clip", [at, graph.Number(0f), graph.Number(bins - 1f)]);
        var isIn = graph.And(graph.AtLeast(within, graph.Number(0f)), graph.AtLeast(graph.Unsqueeze(last, 1), pixels));
        var numbers = graph.Constant<float>([.. Enumerable.Range(0, bins).Select(static k => (float)k)], [bins]);
        var distance = graph.Node("Abs", [graph.Subtract(graph.Unsqueeze(at, 2), numbers)]);
        var weight = graph.Node("Relu", [graph.Subtract(graph.Number(1f), distance)]);
        return graph.Multiply(weight, graph.Unsqueeze(graph.Cast(isIn, DataType.Float), 2));
    }

    // Towards zero, as a cast to an integer rounds.
    private static GraphValue Whole(GraphBuilder graph, GraphValue number) => graph.Cast(graph.Cast(number, DataType.Int64), DataType.Float);
}
