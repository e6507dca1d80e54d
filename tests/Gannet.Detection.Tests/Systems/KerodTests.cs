using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The results that kerod's own tests expect, from the parts of <c>kerod-resnet50-fpn</c>.</summary>
[LeakCheck]
public sealed class KerodTests
{
    private static readonly DetectorOptions s_options = Presets.Get("kerod-resnet50-fpn");
    private static readonly Box s_box = new(0, 0, 10, 10);

    [Fact]
    public void Losses_and_metrics_of_the_head()
    {
        using var scope = TensorScope.Enter();
        const float T = 100;
        float[] logits = [-T, T, -T, T, -T, -T, T, -T, -T, T, -T, -T, -T, -T, T, -T, -T, T];
        float[] deltas = [0, 0, 0, 0, 1, 1, 1, 1, .. Ones(8), .. new float[8], .. new float[8], 0, 0, 0, 0, 2, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0];
        var targets = new RoiTargets[]
        {
            new([s_box, s_box, s_box], [1, 0, 0], [0], [s_box]),
            new([s_box, s_box, s_box], [2, 2, 1], [0, 1, 2], [s_box, s_box, s_box]),
        };
        var losses = new RoiLosses(new(2, s_options.Head.BoxSlots), s_options.Head, BoxCoder.Detections)
            .Compute(new(Tensor.From<float>(logits, 6, 3), Tensor.From<float>(deltas, 6, 8)), targets, [GroundTruth.None, GroundTruth.None]);
        Assert.Equal(400.0 / 3 / 2, losses["classification"].Item(), 1e-4);
        Assert.Equal(2, losses["box"].Item(), 1e-6);
        Assert.Equal(4.0 / 6, losses.Metrics["accuracy"].Value.Item(), 6);
        Assert.Equal(.5, losses.Metrics["fg_accuracy"].Value.Item(), 6);
        Assert.Equal(.25, losses.Metrics["false_negative"].Value.Item(), 6);
    }

    // kerod gives NaN here.
    [Fact]
    public void Without_foreground_there_is_no_share_of_it()
    {
        using var scope = TensorScope.Enter();
        var metrics = RoiMetrics.Of(Tensor.From<float>([1, 0, 0, 1], 2, 2), [0, 0]);
        Assert.Equal(("accuracy", .5), (metrics.Keys.Single(), metrics.Values.Single().Value.Item()));
    }

    // Boxes [0, 0, i, i]; the weights of kerod's ground truth are (1, 0) and (1).
    [Fact]
    public void Regions_of_the_head()
    {
        Box[] boxes = [.. Enumerable.Range(1, 20).Select(static i => new Box(0, 0, i, i))];
        var options = s_options.Head with { Samples = 10, PositiveFraction = .2, AddTruths = false };
        var first = RoiTargets.Assign(boxes, new([new(0, 0, 1, 1), new(0, 0, 2, 2)], [1, 0]) { Weights = [1, 0] }, options, new Unshuffled());
        Assert.Equal([1, 3, 4, 5, 6, 7, 8, 9, 10, 11], first.Boxes.Select(static b => b.X2));
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 0, 0, 0], first.Classes);
        var second = RoiTargets.Assign(boxes, new([new(0, 0, 3, 3)], [1]) { Weights = [1] }, options, new Unshuffled());
        Assert.Equal([3, 4, 1, 2, 5, 6, 7, 8, 9, 10], second.Boxes.Select(static b => b.X2)); // foreground is listed first here
        Assert.Equal([2, 2, 0, 0, 0, 0, 0, 0, 0, 0], second.Classes);
        var target = BoxCoder.Detections.Encode(second.Boxes[1], second.ObjectBoxes[1]);
        Assert.Equal([-1.25f, -1.25f, -1.4384105f, -1.4384105f], [target.X, target.Y, target.W, target.H], static (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    // Pairs of logits ±100, whose loss depends only on the difference of 200.
    [Fact]
    public void Losses_of_the_proposals()
    {
        using var scope = TensorScope.Enter();
        var grid = new AnchorGrid([new(0, 0, 1, 1), new(0, 0, 2, 2), new(0, 0, 3, 3)], [3]);
        GroundTruth[] truths = [new([new(0, 0, 1, 1), new(0, 0, 2, 2)], [0, 0]), new([new(0, 0, 3, 3)], [0])];
        var targets = truths.Select(truth => AnchorTargets.Assign(grid, truth, new(0, 0, 9, 9), s_options.Proposals, new Random(1))).ToArray();
        Assert.Equal([(2, 0), (1, 1)], targets.Select(static t => (t.Sample.Positive.Length, t.Sample.Negative.Length)));
        var losses = Compute(Tensor.From<float>([200, -200, -200, 200, 200, 200], 2, 3), grid, targets);
        Assert.Equal(100, losses["objectness"].Item(), 1e-4);
        Assert.Equal(0, losses["proposal_box"].Item());
    }

    // Box 0 has weight 0, so it is not sampled, though it is predicted as foreground.
    [Fact]
    public void Recall_of_the_proposals()
    {
        using var scope = TensorScope.Enter();
        var grid = new AnchorGrid([.. Enumerable.Repeat(s_box, 9)], [9]);
        var targets = new AnchorTargets(new([3, 4, 6], [1, 2, 5, 7, 8]), [s_box, s_box, s_box]);
        var losses = Compute(Tensor.From<float>([1, -1, -1, 1, 1, 1, -1, 1, 1], 1, 9), grid, [targets]);
        Assert.Equal(2.0 / 3, losses.Metrics["proposal_recall"].Value.Item(), 6);
    }

    [Fact]
    public void Every_level_gives_three_anchors_a_cell()
    {
        using var scope = TensorScope.Enter();
        int[] sides = [160, 80, 40, 20];
        var grid = new AnchorGenerator(s_options.Anchors with { Sizes = [[32], [64], [128], [256]] })
            .Generate(640, 640, [.. sides.Select(static s => (s, s))]);
        Assert.Equal(sides.Select(static s => 3 * s * s), grid.LevelSizes);
        using var head = new RpnHead(2, 3, 1, s_options.Proposals with { Width = 2 });
        var prediction = head.Forward([.. sides.Select(static s => Tensor.Zeros([1, 2, s, s]))]);
        Assert.Equal([1, grid.Boxes.Length], prediction.Logits.Shape);
        Assert.Equal([1, grid.Boxes.Length, 4], prediction.Deltas.Shape);
    }

    // A coder with weights turns the numbers of kerod's test into deltas that float32 can represent.
    [Fact]
    public void The_box_loss_is_the_sum_over_four_numbers()
    {
        using var scope = TensorScope.Enter();
        float[] wanted = [3, 4, 6, 8, 14, 14, 15, 15, 3, 4, 6, 8, 14, 14, 15, 15];
        var objects = wanted.Chunk(4).Select(static t => About(.5f + t[0], .5f + t[1], MathF.Exp(t[2] / 100), MathF.Exp(t[3] / 100))).ToArray();
        var regression = new BoxRegression(new() { Kind = BoxLossKind.L1 }, new BoxCoder(1, 1, 100, 100));
        var perBox = regression.PerBox(
            Tensor.From<float>([4, 3, 7, 5, 5, 6, 10, 7, 4, 3, 7, 5, 0, 0, 0, 0], 4, 4), [.. Enumerable.Repeat(new Box(0, 0, 1, 1), 4)], objects);
        Assert.Equal([6f, 30, 6, 58], perBox.ToArray<float>(), static (a, b) => Math.Abs(a - b) < 1e-3f);
        Assert.Equal(25, perBox.Mean().Item(), 1e-3);
    }

    [Fact]
    public void A_picture_is_scaled_by_one_exact_factor() =>
        Assert.Equal(new ImageSize(1333, 666), new ImageTransform(s_options.Transform).Scale(new(100, 50)));

    // kerod's rows are (y1, x1, y2, x2) as fractions of the image.
    [Fact]
    public void A_mirrored_box()
    {
        var box = new Box(.3f, .4f, .6f, .6f).FlipHorizontally(1);
        Assert.Equal([.4f, .4f, .7f, .6f], [box.X1, box.Y1, box.X2, box.Y2], static (a, b) => Math.Abs(a - b) < 1e-6f);
    }

    private static Losses Compute(Tensor logits, AnchorGrid grid, AnchorTargets[] targets)
    {
        // With a separable head, the loss uses the dense predictions given here.
        using var network = new ProposalNetwork([new(2, 4)], new() { Sizes = [[32]] }, s_options.Proposals with { Width = 2, Separable = true });
        return network.ComputeLosses([], new(logits, Tensor.Zeros([.. logits.Shape, 4])), grid, targets);
    }

    private static Box About(float x, float y, float width, float height) => new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private sealed class Unshuffled : Random
    {
        public override int Next(int minValue, int maxValue) => minValue;
    }
}
