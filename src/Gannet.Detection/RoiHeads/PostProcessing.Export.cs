// Shapes: N images, K regions per image, C classes without background, B boxes per region (C or 1), P detections per image.
using Gannet.Detection.Boxes;
using Gannet.Detection.Export;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Runtime.Format;

namespace Gannet.Detection.RoiHeads;

/// <summary>The detections of an exported graph, best first.</summary>
/// <param name="Boxes"><c>[N, P, 4]</c>, in pixels of the input; <c>[N, K, B, 4]</c> before suppression.</param>
/// <param name="Labels"><c>[N, P]</c> integers, 0-based classes; null before suppression.</param>
/// <param name="Scores"><c>[N, P]</c>, <see cref="BoxGraph.OutOfRace"/> after the last detection of an image; <c>[N, K, C]</c> before suppression.</param>
/// <param name="Count">P where shapes are fixed.</param>
internal sealed record DetectionGraph(GraphValue Boxes, GraphValue? Labels, GraphValue Scores, int Count);

// The stage as a graph.
internal sealed partial class PostProcessing
{
    private bool IsAgnostic => layout.Slots is BoxSlots.Agnostic or BoxSlots.AgnosticWithBackground;

    /// <summary>Adds the stage to a graph.</summary>
    /// <param name="detector">The graph.</param>
    /// <param name="probabilities"><c>[N·K, 1 + C]</c>.</param>
    /// <param name="deltas"><c>[N·K, slots·4]</c>.</param>
    /// <param name="proposals">The regions.</param>
    /// <param name="images">The images.</param>
    /// <param name="options">Which predictions are kept.</param>
    public DetectionGraph Export(
        DetectorGraph detector, GraphValue probabilities, GraphValue deltas, ProposedGraph proposals, PlacedImages images, DetectionOptions options)
    {
        var (graph, boxes, classes) = (detector.Graph, new BoxGraph(detector), layout.Classes);
        graph.Section("detections");
        var perImage = graph.Reshape(detector.Images, 1);
        var all = graph.Reshape(probabilities, graph.Concat(0, perImage, graph.Integers(-1, classes + 1)));
        var scores = graph.Slice(all, 2, 1); // [N, K, C]
        var decoded = boxes.Decode(coder, graph.Unsqueeze(proposals.Boxes, 2), Offsets(graph, deltas, perImage), images.Window); // [N, K, B, 4]

        var isIn = graph.And(boxes.AreLarge(decoded, graph.Number(options.MinSize)), graph.Unsqueeze(boxes.AreIn(proposals.Scores), 2));
        if (options.BestClassOnly)
        {
            var best = graph.Node("ArgMax", [all], ("axis", 2L), ("keepdims", 1L));
            isIn = graph.And(isIn, graph.Equal(best, graph.Constant<long>([.. Enumerable.Range(1, classes).Select(static k => (long)k)], [classes])));
        }

        scores = graph.Where(isIn, scores, graph.Number(BoxGraph.OutOfRace));
        if (detector.Options.Raw) return new(decoded, null, scores, proposals.Count);
        if (options.SoftNms != SoftNmsKind.None && !detector.Options.HardSuppression)
        {
            throw new NotSupportedException(
                "detections.soft_nms has no ONNX form; export with ExportOptions.HardSuppression for ordinary suppression, or with ExportOptions.Raw and suppress afterwards.");
        }

        // Equal scores keep the order of regions, then of classes.
        var kept = graph.Reshape(Suppress(detector, boxes, decoded, scores, options), graph.Concat(0, perImage, graph.Integers(-1)));
        var total = proposals.Count * classes;
        var (values, positions) = graph.Top(kept, detector.AtMost(options.PerImage, kept, 1, total), 1);
        var count = graph.Number((long)classes);
        var labels = graph.Node("Mod", [positions, count]);
        var found = boxes.Gather(graph.Reshape(decoded, graph.Concat(0, perImage, graph.Integers(-1, 4))), IsAgnostic ? graph.Divide(positions, count) : positions);
        return new(found, labels, values, Math.Min(options.PerImage, total));
    }

    /// <summary>Adds <see cref="Refine"/> to a graph; a region whose box is empty falls out of the race.</summary>
    /// <param name="detector">The graph.</param>
    /// <param name="logits"><c>[N·K, 1 + C]</c>.</param>
    /// <param name="deltas"><c>[N·K, slots·4]</c>.</param>
    /// <param name="proposals">The regions.</param>
    /// <param name="images">The images.</param>
    public ProposedGraph ExportRefined(DetectorGraph detector, GraphValue logits, GraphValue deltas, ProposedGraph proposals, PlacedImages images)
    {
        var (graph, boxes) = (detector.Graph, new BoxGraph(detector));
        graph.Section("refined");
        var perImage = graph.Reshape(detector.Images, 1);
        var offsets = Offsets(graph, deltas, perImage);
        if (IsAgnostic)
        {
            offsets = graph.Squeeze(offsets, 2);
        }
        else
        {
            var all = graph.Slice(graph.Reshape(logits, graph.Concat(0, perImage, graph.Integers(-1, layout.Classes + 1))), 2, 1);
            var best = graph.Unsqueeze(graph.Node("ArgMax", [all], ("axis", 2L), ("keepdims", 1L)), 3); // [N, K, 1, 1]
            var places = graph.Expand(best, graph.Concat(0, graph.Shape(proposals.Boxes, 0, 2), graph.Integers(1, 4)));
            offsets = graph.Squeeze(graph.Node("GatherElements", [offsets, places], ("axis", 2L)), 2);
        }

        var refined = boxes.Decode(coder, proposals.Boxes, offsets, images.Window);
        var isIn = graph.And(boxes.AreIn(proposals.Scores), boxes.AreValid(refined));
        return proposals with { Boxes = refined, Scores = graph.Where(isIn, proposals.Scores, graph.Number(BoxGraph.OutOfRace)) };
    }

    // The deltas of the classes' boxes, without the background's: [N, K, B, 4].
    private GraphValue Offsets(GraphBuilder graph, GraphValue deltas, GraphValue perImage)
    {
        var offsets = graph.Reshape(deltas, graph.Concat(0, perImage, graph.Integers(-1, layout.Count, 4)));
        return layout.Slots is BoxSlots.WithBackground or BoxSlots.AgnosticWithBackground ? graph.Slice(offsets, 2, 1) : offsets;
    }

    // The scores [N, K, C] that survive.
    private GraphValue Suppress(DetectorGraph detector, BoxGraph boxes, GraphValue decoded, GraphValue scores, DetectionOptions options)
    {
        var graph = detector.Graph;
        var perImage = graph.Reshape(detector.Images, 1);
        if (options.AcrossClasses)
        {
            var each = IsAgnostic ? graph.Expand(decoded, graph.Concat(0, graph.Shape(scores), graph.Integers(4))) : decoded;
            var together = graph.Reshape(scores, graph.Concat(0, perImage, graph.Integers(1, -1)));
            return boxes.Suppress(graph.Reshape(each, graph.Concat(0, perImage, graph.Integers(-1, 4))), together, options.NmsThreshold, options.ScoreThreshold);
        }

        var perClass = graph.Transpose(scores, 0, 2, 1); // [N, C, K]
        if (IsAgnostic)
            return graph.Transpose(boxes.Suppress(graph.Squeeze(decoded, 2), perClass, options.NmsThreshold, options.ScoreThreshold), 0, 2, 1);
        // Every class has boxes of its own, as if it were an image of its own.
        var own = graph.Reshape(graph.Transpose(decoded, 0, 2, 1, 3), graph.Concat(0, graph.Multiply(perImage, graph.Integers(layout.Classes)), graph.Integers(-1, 4)));
        var alone = graph.Unsqueeze(graph.Reshape(perClass, graph.Concat(0, graph.Multiply(perImage, graph.Integers(layout.Classes)), graph.Integers(-1))), 1);
        var kept = boxes.Suppress(own, alone, options.NmsThreshold, options.ScoreThreshold);
        return graph.Transpose(graph.Reshape(kept, graph.Concat(0, perImage, graph.Integers(layout.Classes, -1))), 0, 2, 1);
    }
}
