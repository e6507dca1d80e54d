// Shapes: N images, T anchors of a level, K proposals.
using Gannet.Detection.Boxes;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Runtime.Format;

namespace Gannet.Detection.Proposals;

/// <summary>The proposals of an exported graph, best first.</summary>
/// <param name="Boxes"><c>[N, K, 4]</c>, in pixels of the input.</param>
/// <param name="Scores"><c>[N, K]</c>; <see cref="BoxGraph.OutOfRace"/> after the last proposal of an image.</param>
/// <param name="Count">K where shapes are fixed.</param>
internal sealed record ProposedGraph(GraphValue Boxes, GraphValue Scores, int Count);

// The stage as a graph.
internal sealed partial class ProposalNetwork
{
    internal override ProposedGraph Export(DetectorGraph detector, TracedValue[] levels, PlacedImages images)
    {
        var (graph, boxes) = (detector.Graph, new BoxGraph(detector));
        var anchors = _anchors.Export(detector, levels, images);
        var predicted = detector.Network.Trace(maps => maps.Select(_head.Forward).ToArray() is var each
            ? [.. each.Select(static p => p.Logits), .. each.Select(static p => p.Deltas)] : [], levels);
        graph.Section("proposals");
        int[] sizes = [.. predicted[..levels.Length].Select(static v => v.Length(1))];
        var (logits, deltas) = (Values(predicted[..levels.Length]), Values(predicted[levels.Length..]));
        if (_options.LevelsTogether)
            (anchors, logits, deltas, sizes) = ([graph.Concat(0, anchors)], [graph.Concat(1, logits)], [graph.Concat(1, deltas)], [sizes.Sum()]);
        var groups = anchors.Select((anchor, k) => Group(boxes, detector, images, anchor, logits[k], deltas[k], sizes[k])).ToArray();
        var (all, scores) = (graph.Concat(1, [.. groups.Select(static g => g.Boxes)]), graph.Concat(1, [.. groups.Select(static g => g.Scores)]));
        var total = sizes.Sum(size => Math.Min(size, _options.BeforeNms));
        var (best, positions) = graph.Top(scores, detector.AtMost(_options.AfterNms, scores, 1, total), 1);
        var kept = boxes.Gather(all, positions);
        if (detector.IsFixed) return new(kept, best, Math.Min(_options.AfterNms, total));
        // As many as the image with the most has; at least one, since not every operator takes an empty tensor.
        var count = graph.Greatest(graph.Integers(1), graph.Node("ReduceMax", [boxes.CountOf(best)], ("keepdims", 1L)));
        return new(graph.Slice(kept, 1, graph.Integers(0), count), graph.Slice(best, 1, graph.Integers(0), count), 0);
    }

    private static GraphValue[] Values(TracedValue[] traced) => Array.ConvertAll(traced, static v => v.Value);

    // The best anchors of one level, or of all levels, with the scores of those that survive suppression.
    private (GraphValue Boxes, GraphValue Scores) Group(
        BoxGraph boxes, DetectorGraph detector, PlacedImages images, GraphValue anchors, GraphValue logits, GraphValue deltas, int size)
    {
        var graph = detector.Graph;
        var (best, positions) = graph.Top(logits, detector.AtMost(_options.BeforeNms, logits, 1, size), 1);
        var decoded = boxes.Decode(_coder, graph.Gather(anchors, positions), boxes.Gather(deltas, positions), images.Window);
        var minSize = graph.Number(_options.MinSize);
        if (_options.MinSizeScaled)
            minSize = graph.Multiply(graph.Divide(images.ScaledHeight, graph.Cast(images.Height, TensorProto.Types.DataType.Float)), minSize);
        var score = graph.Node("Sigmoid", [best]);
        var isIn = graph.And(graph.AtLeast(score, graph.Number(_options.ScoreThreshold)), boxes.AreLarge(decoded, minSize));
        var scores = graph.Where(isIn, score, graph.Number(BoxGraph.OutOfRace));
        return (decoded, graph.Squeeze(boxes.Suppress(decoded, graph.Unsqueeze(scores, 1), _options.NmsThreshold, BoxGraph.OutOfRace / 2), 1));
    }
}
