// Shapes: N images, G groups that do not compete (classes or levels), K candidates of a group, S selected ones.
using Gannet.Detection.Export;
using Gannet.Kernels.BoxCoding;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.Boxes;

/// <summary>Writes what both stages do with boxes as a graph: decode, clip, measure, suppress.</summary>
internal sealed class BoxGraph(DetectorGraph detector)
{
    private readonly GraphBuilder _graph = detector.Graph;

    /// <summary>The score of a candidate that is out of the race; all others are at least 0.</summary>
    public const float OutOfRace = -1;

    /// <summary>Decodes deltas and clips the boxes to the window.</summary>
    /// <param name="coder">The coder.</param>
    /// <param name="references">Anchors or regions, <c>[…, 4]</c>.</param>
    /// <param name="deltas"><c>[…, 4]</c>; the shapes need only be broadcastable.</param>
    /// <param name="window">The part of the input that holds the image: x1, y1, x2, y2.</param>
    public GraphValue Decode(BoxCoder coder, GraphValue references, GraphValue deltas, GraphValue[] window)
    {
        var (r, d) = (Columns(references), Columns(deltas));
        var (width, height) = (_graph.Subtract(r[2], r[0]), _graph.Subtract(r[3], r[1]));
        var x = _graph.Add(_graph.Multiply(_graph.Divide(d[0], coder.X), width), _graph.Add(r[0], _graph.Multiply(width, 0.5f)));
        var y = _graph.Add(_graph.Multiply(_graph.Divide(d[1], coder.Y), height), _graph.Add(r[1], _graph.Multiply(height, 0.5f)));
        var (halfWidth, halfHeight) = (Half(d[2], coder.W, width), Half(d[3], coder.H, height));
        return _graph.Concat(-1,
            Within(_graph.Subtract(x, halfWidth), window[0], window[2]), Within(_graph.Subtract(y, halfHeight), window[1], window[3]),
            Within(_graph.Add(x, halfWidth), window[0], window[2]), Within(_graph.Add(y, halfHeight), window[1], window[3]));
    }

    /// <summary>Whether each box is at least <paramref name="minSize"/> wide and high: <c>[…]</c> for boxes <c>[…, 4]</c>.</summary>
    public GraphValue AreLarge(GraphValue boxes, GraphValue minSize) => _graph.AtLeast(ShorterSide(boxes), minSize);

    /// <summary>Whether each box has a positive width and height: <c>[…]</c> for boxes <c>[…, 4]</c>.</summary>
    public GraphValue AreValid(GraphValue boxes) => _graph.Above(ShorterSide(boxes), _graph.Number(0f));

    /// <summary>Suppresses candidates that overlap a better one of their group.</summary>
    /// <param name="boxes"><c>[N·G, K, 4]</c>, or <c>[N, K, 4]</c> if all groups share their boxes.</param>
    /// <param name="scores"><c>[N·G, 1, K]</c> or <c>[N, G, K]</c>; candidates up to <paramref name="scoreThreshold"/> are dropped.</param>
    /// <param name="threshold">IoU above which the better removes the other.</param>
    /// <param name="scoreThreshold">The highest score that is dropped.</param>
    /// <returns>The scores of those that are kept, <see cref="OutOfRace"/> for the others, in the shape of <paramref name="scores"/>.</returns>
    public GraphValue Suppress(GraphValue boxes, GraphValue scores, double threshold, float scoreThreshold)
    {
        var selected = _graph.Node("NonMaxSuppression",
            [boxes, scores, _graph.Integers(int.MaxValue), _graph.Constant<float>([(float)threshold], [1]), _graph.Constant<float>([scoreThreshold], [1])]);
        var nothing = _graph.Filled(_graph.Shape(scores), OutOfRace);
        return _graph.Node("ScatterND", [nothing, selected, _graph.Node("GatherND", [scores, selected])]);
    }

    /// <summary>Gathers the boxes at positions: <c>[N, K, 4]</c> and <c>[N, k]</c> to <c>[N, k, 4]</c>.</summary>
    public GraphValue Gather(GraphValue boxes, GraphValue positions)
    {
        var each = _graph.Unsqueeze(positions, -1);
        return _graph.Node("GatherElements", [boxes, _graph.Expand(each, _graph.Concat(0, _graph.Shape(positions), _graph.Integers(4)))], ("axis", 1L));
    }

    /// <summary>Number of scores that are still in the race in each row, <c>[N, K]</c> to <c>[N]</c>.</summary>
    public GraphValue CountOf(GraphValue scores) => _graph.Sum(_graph.Cast(AreIn(scores), DataType.Int64), -1);

    /// <summary>Whether each score is still in the race.</summary>
    public GraphValue AreIn(GraphValue scores) => _graph.AtLeast(scores, _graph.Number(0f));

    /// <summary>The four columns of boxes or deltas, <c>[…, 1]</c> each.</summary>
    public GraphValue[] Columns(GraphValue boxes) => _graph.Nodes("Split", 4, [boxes], ("axis", -1L));

    private GraphValue ShorterSide(GraphValue boxes)
    {
        var sides = _graph.Subtract(_graph.Slice(boxes, -1, 2), _graph.Slice(boxes, -1, 0, 2));
        return _graph.Node("ReduceMin", [sides], ("axes", new[] { -1L }), ("keepdims", 0L));
    }

    private GraphValue Half(GraphValue delta, float weight, GraphValue side)
    {
        var bounded = _graph.Node("Clip", [_graph.Divide(delta, weight), GraphValue.None, _graph.Number(BoxCoder.MaxLogScale)]);
        return _graph.Multiply(_graph.Multiply(_graph.Node("Exp", [bounded]), side), 0.5f);
    }

    private GraphValue Within(GraphValue x, GraphValue low, GraphValue high) => _graph.Least(_graph.Greatest(x, low), high);
}
