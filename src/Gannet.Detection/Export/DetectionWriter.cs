// Shapes: N images, P detections per image, D detections of all images.
using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Export;

/// <summary>Adds the masks of detections to a graph.</summary>
/// <param name="regions">The detections' boxes in pixels of the network's input.</param>
/// <param name="original">The same in pixels of the image, <c>[D, 4]</c>.</param>
/// <param name="labels"><c>[D]</c>.</param>
/// <returns><c>[D, H, W]</c>, or null without masks.</returns>
internal delegate GraphValue? MaskWriter(RegionGraph regions, GraphValue original, GraphValue labels);

/// <summary>Writes the outputs of an exported graph: detections in pixels of the images.</summary>
internal sealed class DetectionWriter(DetectorGraph detector, PlacedImages images, int classes)
{
    private readonly GraphBuilder _graph = detector.Graph;
    private readonly BoxGraph _boxes = new(detector);

    /// <summary>Writes detections.</summary>
    public void Write(DetectionGraph found, MaskWriter masks)
    {
        _graph.Section("output");
        if (detector.IsFixed) WriteFixed(found, masks);
        else WriteFound(found, masks);
    }

    /// <summary>Writes predictions before suppression.</summary>
    public void WriteRaw(DetectionGraph found)
    {
        _graph.Section("output");
        Dimension count = found.Count;
        var boxes = ToImage(found.Boxes);
        if (!detector.Options.Batch)
        {
            _graph.Output(_graph.Squeeze(boxes, 0), "boxes", DataType.Float, count, "B", 4);
            _graph.Output(_graph.Squeeze(found.Scores, 0), "scores", DataType.Float, count, classes);
            return;
        }

        _graph.Output(boxes, "boxes", DataType.Float, detector.Options.BatchSize, count, "B", 4);
        _graph.Output(found.Scores, "scores", DataType.Float, detector.Options.BatchSize, count, classes);
    }

    // As many as there are.
    private void WriteFound(DetectionGraph found, MaskWriter masks)
    {
        var places = _graph.Transpose(_graph.Node("NonZero", [_boxes.AreIn(found.Scores)]), 1, 0); // [D, 2]: image and position, in order
        GraphValue Select(GraphValue each) => _graph.Node("GatherND", [each, places]);
        var (boxes, labels) = (Select(found.Boxes), Select(found.Labels!.Value));
        var original = ToImage(boxes);
        _graph.Output(original, "boxes", DataType.Float, "D", 4);
        _graph.Output(labels, "labels", DataType.Int64, "D");
        _graph.Output(Select(found.Scores), "scores", DataType.Float, "D");
        if (masks(new(boxes, _graph.At(places, 1, 0), 0), original, labels) is { } mask) _graph.Output(mask, "masks", DataType.Bool, "D", "H", "W");
        if (detector.Options.Batch) _graph.Output(_boxes.CountOf(found.Scores), "counts", DataType.Int64, "N");
    }

    // As many as there can be.
    private void WriteFixed(DetectionGraph found, MaskWriter masks)
    {
        var (isIn, size, count) = (_boxes.AreIn(found.Scores), detector.Options.Fixed!.Value, found.Count);
        var original = ToImage(found.Boxes);
        var present = _graph.Where(_graph.Unsqueeze(isIn, -1), original, _graph.Number(0f));
        Dimension[] lengths = detector.Options.Batch ? [detector.Options.BatchSize, count] : [count];
        _graph.Output(Unbatched(present), "boxes", DataType.Float, [.. lengths, 4]);
        _graph.Output(Unbatched(_graph.Where(isIn, found.Labels!.Value, _graph.Number(-1L))), "labels", DataType.Int64, lengths);
        _graph.Output(Unbatched(_graph.Greatest(found.Scores, _graph.Number(0f))), "scores", DataType.Float, lengths);
        if (masks(RegionGraph.Of(detector, found.Boxes, count), _graph.Reshape(original, -1, 4), _graph.Reshape(found.Labels!.Value, -1)) is { } mask)
        {
            var each = _graph.And(_graph.Reshape(mask, detector.Options.BatchSize, count, size.Height, size.Width), _graph.Unsqueeze(isIn, 2, 3));
            _graph.Output(Unbatched(each), "masks", DataType.Bool, [.. lengths, size.Height, size.Width]);
        }

        if (detector.Options.Batch) _graph.Output(_boxes.CountOf(found.Scores), "counts", DataType.Int64, detector.Options.BatchSize);
    }

    private GraphValue Unbatched(GraphValue x) => detector.Options.Batch ? x : _graph.Squeeze(x, 0);

    // ImagePlacement.ToOriginal for [..., 4].
    private GraphValue ToImage(GraphValue boxes)
    {
        var shift = _graph.Concat(0, [.. new[] { images.Left, images.Top, images.Left, images.Top }.Select(v => _graph.Reshape(v, 1))]);
        var (x, y) = (Ratio(images.Width, images.ScaledWidth), Ratio(images.Height, images.ScaledHeight));
        return _graph.Multiply(_graph.Subtract(boxes, shift), _graph.Concat(0, x, y, x, y));
    }

    private GraphValue Ratio(GraphValue original, GraphValue scaled) => _graph.Reshape(_graph.Divide(_graph.Cast(original, DataType.Float), scaled), 1);
}
