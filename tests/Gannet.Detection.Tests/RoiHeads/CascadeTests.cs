using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.Tests.Parity;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests.RoiHeads;

/// <summary>Cascade R-CNN's stages in a row, compared with numbers computed by hand and with <see cref="NaiveCascade"/>.</summary>
[LeakCheck]
public sealed class CascadeTests
{
    private const int Side = 64, Classes = 2;

    private static readonly FeatureLevel[] s_levels = [new(4, 8)];

    private static readonly DetectorOptions s_options = new()
    {
        Regions = new() { Size = 2 },
        Head = new()
        {
            Width = 8,
            BoxSlots = BoxSlots.Agnostic,
            BoxLoss = new() { Kind = BoxLossKind.L1 },
            Cascade = [new(), new() { ForegroundIou = 0.7f, BoxWeights = [30, 30, 15, 15] }],
        },
        Detections = new() { ScoreThreshold = 0, NmsThreshold = 1 },
    };

    private static readonly GroundTruth[] s_truths = [new([new(8, 8, 40, 40), new(30, 20, 60, 60)], [0, 1]), new([new(10, 4, 50, 34)], [1])];

    // Around the objects, so that the three thresholds give three sets of foreground.
    private static readonly Box[][] s_proposals =
    [
        [new(8, 8, 40, 27), new(10, 12, 44, 42), new(8, 9, 41, 41), new(28, 24, 62, 64), new(0, 0, 20, 20), new(44, 2, 62, 18), new(33, 20, 60, 57)],
        [new(10, 4, 50, 25), new(14, 6, 52, 38), new(2, 40, 30, 62), new(11, 5, 52, 33)],
    ];

    // A network of zeros moves no box, so that every stage sees the same regions.
    [Fact]
    public void Losses_of_the_stages_are_those_computed_by_hand()
    {
        using var scope = TensorScope.Enter();
        using var cascade = Create();
        using (NoGrad.Enter())
        {
            foreach (var (_, tensor) in cascade.NamedParameters()) tensor.ZeroInPlace();
        }

        // The object is 10 × 10. IoU .5, .6, .8 and 0; heights 5, 6 and 8.
        Box[] proposals = [new(0, 0, 10, 5), new(0, 0, 10, 6), new(0, 0, 10, 8), new(30, 30, 40, 40)];
        var batch = new TrainingBatch(Batch(1), [new([new(0, 0, 10, 10)], [1])]);
        var (losses, regions) = cascade.ComputeLosses([Tensor.Zeros([1, 4, 8, 8])], [ProposedBoxes.Of(proposals)], batch, new(new Random(1)));

        Assert.Equal(["classification_1", "box_1", "classification_2", "box_2", "classification_3", "box_3"], losses.Names);
        Assert.Equal(["accuracy_1", "fg_accuracy_1", "false_negative_1"], losses.Metrics.Keys.Where(static m => m.EndsWith("_1", StringComparison.Ordinal)));
        for (var k = 1; k <= 3; k++) Assert.Equal(Math.Log(3), losses[$"classification_{k}"].Item(), 1e-6);
        // Five regions: the object itself, whose deltas are 0, is one. Deltas are the distance of the centres in heights and the logarithm.
        double[] each = [2.5 / 5 * 10 + Math.Log(10 / 5.0) * 5, 2.0 / 6 * 10 + Math.Log(10 / 6.0) * 5, 1.0 / 8 * 10 + Math.Log(10 / 8.0) * 5];
        Assert.Equal(each.Sum() / 5, losses["box_1"].Item(), 1e-5);
        Assert.Equal((each[1] + each[2]) * 2 / 5, losses["box_2"].Item(), 1e-5);
        Assert.Equal(each[2] * 3 / 5, losses["box_3"].Item(), 1e-5);
        // The mask head learns from the first stage's regions.
        Assert.Equal(5, regions[0].Boxes.Length);
        Assert.Equal(4, regions[0].Positives);
    }

    [Fact]
    public void A_step_has_the_losses_and_gradients_of_a_naive_computation()
    {
        using var scope = TensorScope.Enter();
        using var cascade = Create();
        cascade.SetTraining(true);
        var (map, naiveMap) = (Map(), Map());
        var (losses, _) = cascade.ComputeLosses([map], [.. s_proposals.Select(ProposedBoxes.Of)], new(Batch(2), s_truths), new(new Random(1)));
        losses.Stack().Sum().Backward();
        var gradients = cascade.NamedParameters().ToDictionary(static p => p.Name, static p => p.Tensor.Gradient!.ToArray<float>());
        foreach (var (_, tensor) in cascade.NamedParameters()) tensor.Gradient = null;

        var naive = new NaiveCascade(cascade, s_options, Classes, Side);
        var expected = naive.ComputeLosses(naiveMap, s_proposals, s_truths);
        Tensor.Stack([.. expected.Select(static e => e.Loss)]).Sum().Backward();

        // Each stage has other regions and other foreground, or this would not be a test of cascades.
        Assert.Equal(3, naive.Foregrounds.Distinct().Count());
        Assert.Equal(expected.Select(static e => e.Name), losses.Names);
        foreach (var (name, loss) in expected) Assert.Equal(loss.Item(), losses[name].Item(), 1e-4); // other order of summation
        foreach (var (name, tensor) in cascade.NamedParameters()) RequireNear(tensor.Gradient!.ToArray<float>(), gradients[name], name);
        // The layers before the heads see the mean of the three losses.
        RequireNear([.. naiveMap.Gradient!.ToArray<float>().Select(static g => g / 3)], map.Gradient!.ToArray<float>(), "map");
    }

    [Fact]
    public void Detections_are_the_last_boxes_with_the_mean_of_all_scores()
    {
        using var scope = TensorScope.Enter();
        using var cascade = Create();
        var map = Map();
        var found = cascade.Detect([map], [.. s_proposals.Select(ProposedBoxes.Of)], Batch(2));
        var expected = new NaiveCascade(cascade, s_options, Classes, Side).Detect(map, s_proposals);
        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(s_proposals[n].Length * Classes, expected[n].Length);
            SameDetections.Assert(expected[n], found[n], 1e-3);
        }
    }

    [Fact]
    public void An_image_whose_regions_vanish_has_no_detections_and_no_loss_of_later_stages()
    {
        using var scope = TensorScope.Enter();
        using var cascade = Create();
        using (NoGrad.Enter())
            cascade.NamedParameters().Single(static p => p.Name == "1.box_predictor.bbox_pred.bias").Tensor.CopyInPlace(Tensor.From<float>([1e6f, 0, 0, 0]));
        Assert.All(cascade.Detect([Map()], [.. s_proposals.Select(ProposedBoxes.Of)], Batch(2)), Assert.Empty);
        var (losses, _) = cascade.ComputeLosses([Map()], [.. s_proposals.Select(ProposedBoxes.Of)], new(Batch(2), s_truths), new(new Random(1)));
        Assert.Equal(6, losses.Terms.Count);
        Assert.True(losses["box_1"].Item() > 0);
        Assert.Equal(0, losses["classification_2"].Item() + losses["box_3"].Item());
    }

    private static Cascade Create()
    {
        var cascade = new Cascade(s_levels, Classes, s_options, static (channels, size, head) => new FullyConnectedBoxHead(channels * size * size, head))
        {
            Thresholds = s_options.Detections,
        };
        DeterministicWeights.Fill(cascade);
        // Deltas of about one, which move the boxes by some pixels.
        using var noGrad = NoGrad.Enter();
        foreach (var (_, tensor) in cascade.NamedParameters().Where(static p => p.Name.EndsWith("bbox_pred.weight", StringComparison.Ordinal))) tensor.MulInPlace(8);
        return cascade;
    }

    private static Tensor Map()
    {
        var random = new Random(3);
        float[] values = [.. Enumerable.Range(0, 2 * 4 * 8 * 8).Select(_ => (float)random.NextDouble() - 0.3f)];
        return Tensor.From<float>(values, 2, 4, 8, 8).RequiresGradInPlace();
    }

    private static ImageBatch Batch(int images) =>
        new([], Side, Side, [.. Enumerable.Repeat(new ImagePlacement(new(Side, Side), new(Side, Side)), images)]);

    private static void RequireNear(float[] expected, float[] actual, string name)
    {
        var largest = expected.Max(Math.Abs);
        Assert.True(largest > 0, name);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) <= 1e-4 * largest, $"{name}: {pair}"));
    }
}
