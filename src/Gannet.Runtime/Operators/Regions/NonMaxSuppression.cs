using System.Runtime.InteropServices;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Regions;

/// <summary>Suppresses boxes within each image and class; the result lists (image, class, box) of those that are kept.</summary>
internal sealed class NonMaxSuppression(bool hasCenters) : IOperator
{
    private const int Limit = 2, Iou = 3, Score = 4;

    public void Run(NodeRun node)
    {
        var (boxes, scores) = (node.RowMajor(0), node.RowMajor(1));
        if (boxes.Shape is not [var images, var count, 4] || scores.Shape is not [var scoreImages, var classes, var scoreCount] || scoreImages != images || scoreCount != count)
            throw new InvalidDataException($"the scores {scores} do not fit the boxes {boxes}");
        var limit = node.Has(Limit) ? node.Integer(Limit) : 0;
        var threshold = node.Has(Iou) ? Only(node, Iou) : 0;
        var least = node.Has(Score) ? Only(node, Score) : (float?)null;
        if (threshold is not (>= 0 and <= 1)) throw new InvalidDataException($"the IoU threshold {threshold} is outside of [0, 1]");
        var kept = new List<long>();
        if (limit > 0)
        {
            for (var image = 0; image < images; image++)
            {
                var corners = Corners(boxes.Elements<float>().Slice(image * count * 4, count * 4));
                for (var c = 0; c < classes; c++)
                {
                    foreach (var box in Keep(corners, scores.Elements<float>().Slice((image * classes + c) * count, count), threshold, least, limit)) kept.AddRange([image, c, box]);
                }
            }
        }

        node.Set(0, Tensor.Of(CollectionsMarshal.AsSpan(kept), kept.Count / 3, 3));
    }

    private static IEnumerable<int> Keep(Box[] boxes, ReadOnlySpan<float> scores, float threshold, float? least, long limit)
    {
        var candidates = new List<int>();
        for (var k = 0; k < boxes.Length; k++)
        {
            if (float.IsNaN(scores[k])) continue;
            if (least is null || scores[k] > least) candidates.Add(k);
        }

        var (ownBoxes, ownScores) = (new Box[candidates.Count], new float[candidates.Count]);
        for (var k = 0; k < ownBoxes.Length; k++) (ownBoxes[k], ownScores[k]) = (boxes[candidates[k]], scores[candidates[k]]);
        return Nms.Keep(ownBoxes, ownScores, threshold, (int)Math.Min(limit, int.MaxValue)).Select(k => candidates[k]);
    }

    // (y, x) of any two opposite corners, or centre and size.
    private Box[] Corners(ReadOnlySpan<float> values)
    {
        var boxes = new Box[values.Length / 4];
        for (var k = 0; k < boxes.Length; k++)
        {
            var (a, b, c, d) = (values[4 * k], values[4 * k + 1], values[4 * k + 2], values[4 * k + 3]);
            boxes[k] = hasCenters
                ? new(a - c / 2, b - d / 2, a + c / 2, b + d / 2)
                : new(Math.Min(b, d), Math.Min(a, c), Math.Max(b, d), Math.Max(a, c));
        }

        return boxes;
    }

    private static float Only(NodeRun node, int input) =>
        node.RowMajor(input).Elements<float>() is [var only] ? only : throw new InvalidDataException($"input {input} is not one number");
}
