using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiHeads;

/// <summary>A cascade written down step by step from the paper, with loops over boxes and the weights of a <see cref="Cascade"/>.</summary>
internal sealed class NaiveCascade(Cascade cascade, DetectorOptions options, int classes, int side)
{
    private static readonly float[] s_ious = [.5f, .6f, .7f];

    // Weights of position and size of each stage's deltas.
    private static readonly (float Position, float Size)[] s_weights = [(10, 5), (20, 10), (30, 15)];

    private readonly Dictionary<string, Tensor> _parameters = cascade.NamedParameters().ToDictionary(static p => p.Name, static p => p.Tensor);

    private readonly RegionPooling _pooling = new([new(4, 8)], options.Regions);

    /// <summary>Number of foreground regions of each stage.</summary>
    public List<int> Foregrounds { get; } = [];

    public List<(string Name, Tensor Loss)> ComputeLosses(Tensor map, Box[][] proposals, GroundTruth[] truths)
    {
        var losses = new List<(string, Tensor)>();
        Box[][] regions = [.. proposals.Zip(truths, static (boxes, truth) => (Box[])[.. boxes, .. truth.Boxes])];
        for (var k = 0; k < 3; k++)
        {
            var (logits, deltas) = Predict(k, map, regions);
            var (wanted, picked, isForeground) = (new List<float>(), new List<float>(), new List<float>());
            for (var n = 0; n < regions.Length; n++)
            {
                foreach (var region in regions[n])
                {
                    var best = Enumerable.Range(0, truths[n].Boxes.Length).MaxBy(g => Iou(region, truths[n].Boxes[g]));
                    var isHere = Iou(region, truths[n].Boxes[best]) >= s_ious[k];
                    isForeground.Add(isHere ? 1 : 0);
                    for (var c = 0; c <= classes; c++) picked.Add(c == (isHere ? truths[n].Labels[best] + 1 : 0) ? 1 : 0);
                    wanted.AddRange(isHere ? Encode(k, region, truths[n].Boxes[best]) : [0, 0, 0, 0]);
                }
            }

            var count = isForeground.Count;
            Foregrounds.Add((int)isForeground.Sum());
            Tensor classification = (logits.Exp().Sum([1]).Log() - (logits * Tensor.From<float>(picked.ToArray(), count, classes + 1)).Sum([1])).Mean();
            var apart = (deltas - Tensor.From<float>(wanted.ToArray(), count, 4)).Abs() * Tensor.From<float>(isForeground.ToArray(), count, 1);
            Tensor box = apart.Sum() / count;
            losses.AddRange([($"classification_{k + 1}", classification), ($"box_{k + 1}", box)]);
            regions = Refine(k, deltas, regions);
        }

        return losses;
    }

    public DetectedObject[][] Detect(Tensor map, Box[][] regions)
    {
        for (var k = 0; k < 2; k++) regions = Refine(k, Predict(k, map, regions).Deltas, regions);
        float[][] scores = [.. Enumerable.Range(0, 3).Select(k => Predict(k, map, regions).Logits.Softmax(1).ToArray<float>())];
        var boxes = Refine(2, Predict(2, map, regions).Deltas, regions);
        var (found, row) = (new DetectedObject[regions.Length][], 0);
        for (var n = 0; n < found.Length; n++)
        {
            var own = new List<DetectedObject>();
            foreach (var box in boxes[n])
            {
                for (var c = 1; c <= classes; c++)
                {
                    var at = row * (classes + 1) + c;
                    own.Add(new(box, c - 1, (scores[0][at] + scores[1][at] + scores[2][at]) / 3));
                }

                row++;
            }

            found[n] = [.. own.OrderByDescending(static d => d.Score)];
        }

        return found;
    }

    private (Tensor Logits, Tensor Deltas) Predict(int k, Tensor map, Box[][] regions)
    {
        var hidden = _pooling.Forward([map], regions, MemoryFormat.Contiguous).Flatten(1);
        foreach (var layer in (string[])["box_head.fc6", "box_head.fc7"]) hidden = Apply(k, layer, hidden).Relu();
        return (Apply(k, "box_predictor.cls_score", hidden), Apply(k, "box_predictor.bbox_pred", hidden));
    }

    private Tensor Apply(int k, string layer, Tensor x) => x.Linear(_parameters[$"{k + 1}.{layer}.weight"], _parameters[$"{k + 1}.{layer}.bias"]);

    private Box[][] Refine(int k, Tensor deltas, Box[][] regions)
    {
        var (d, r) = (deltas.ToArray<float>(), 0);
        return [.. regions.Select(own => own.Select(box =>
        {
            var (dx, dy, dw, dh) = (d[r] / s_weights[k].Position, d[r + 1] / s_weights[k].Position, d[r + 2] / s_weights[k].Size, d[r + 3] / s_weights[k].Size);
            r += 4;
            var (x, y) = ((box.X1 + box.X2) / 2 + dx * box.Width, (box.Y1 + box.Y2) / 2 + dy * box.Height);
            var (width, height) = (box.Width * MathF.Exp(dw), box.Height * MathF.Exp(dh));
            return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2).Clip(side, side);
        }).ToArray())];
    }

    private static float[] Encode(int k, Box region, Box truth)
    {
        var (position, size) = s_weights[k];
        return
        [
            position * ((truth.X1 + truth.X2) / 2 - (region.X1 + region.X2) / 2) / region.Width,
            position * ((truth.Y1 + truth.Y2) / 2 - (region.Y1 + region.Y2) / 2) / region.Height,
            size * MathF.Log(truth.Width / region.Width), size * MathF.Log(truth.Height / region.Height),
        ];
    }

    private static float Iou(Box a, Box b)
    {
        var width = Math.Max(0, Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1));
        var height = Math.Max(0, Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1));
        return width * height / (a.Area + b.Area - width * height);
    }
}
