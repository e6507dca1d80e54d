using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Proposals;

/// <summary>The effect of each option of the first stage on given predictions.</summary>
[LeakCheck]
public sealed class ProposalNetworkTests
{
    private static readonly Box s_box = new(10, 10, 30, 30);

    // Two levels with the same anchor on each.
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void Levels_suppress_each_other_only_when_taken_together(bool together, int count) => Assert.Equal(
        count, Propose([2, 1], new([s_box, s_box], [1, 1]), new() { LevelsTogether = together }).Boxes.Length);

    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public void The_best_are_chosen_of_each_level_or_of_all(bool together, int count)
    {
        var grid = new AnchorGrid([s_box, new(50, 50, 70, 70), new(10, 50, 30, 70)], [2, 1]);
        var proposed = Propose([3, 2, 1], grid, new() { LevelsTogether = together, BeforeNms = 1 });
        Assert.Equal(count, proposed.Boxes.Length);
        Assert.Equal(s_box, proposed.Boxes[0]);
    }

    // Which of them the second stage draws must not depend on which of two nearly equal scores is the higher one.
    [Fact]
    public void In_training_they_come_in_the_order_of_their_anchors()
    {
        Box[] boxes = [s_box, new(50, 50, 70, 70), new(10, 50, 30, 70)];
        var grid = new AnchorGrid(boxes, [2, 1]);
        Assert.Equal([boxes[1], boxes[2], boxes[0]], Propose([1, 3, 2], grid, new()).Boxes);
        var proposed = Propose([1, 3, 2], grid, new(), isTraining: true);
        Assert.Equal(boxes, proposed.Boxes);
        Assert.Equal([Sigmoid(1), Sigmoid(3), Sigmoid(2)], proposed.Scores.Select(static s => (double)s), static (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([boxes[1], boxes[2]], Propose([1, 3, 2], grid, new() { AfterNmsTraining = 2 }, isTraining: true).Boxes);

        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
    }

    // The image is enlarged by 2: 20 input pixels are 10 image pixels.
    [Theory]
    [InlineData(16, false, 1)]
    [InlineData(16, true, 0)]
    [InlineData(9, true, 1)]
    [InlineData(21, false, 0)]
    public void The_least_size_is_in_pixels_of_the_input_or_of_the_picture(float minSize, bool scaled, int count) => Assert.Equal(
        count, Propose([1], new([s_box], [1]), new() { MinSize = minSize, MinSizeScaled = scaled }).Boxes.Length);

    [Theory]
    [InlineData(0, 2)]
    [InlineData(.6f, 1)]
    public void Improbable_ones_can_be_dropped(float threshold, int count) => Assert.Equal(
        count, Propose([1, -1], new([s_box, new(50, 50, 70, 70)], [2]), new() { ScoreThreshold = threshold }).Boxes.Length);

    [Theory]
    [InlineData(.9, 2)]
    [InlineData(.5, 1)]
    public void The_better_of_two_suppresses_from_the_threshold_on(double threshold, int count) => Assert.Equal(
        count, Propose([2, 1], new([s_box, new(10, 10, 30, 26)], [2]), new() { NmsThreshold = threshold }).Boxes.Length);

    // Image 1: one foreground of one sample; image 2: one of three. The box loss of the first is 1, of the second 2.
    [Theory]
    [InlineData(LossNormalizer.Samples, 3.0 / 4)]
    [InlineData(LossNormalizer.SamplesPerImage, (1 + 2.0 / 3) / 2)]
    [InlineData(LossNormalizer.Positives, 3.0 / 2)]
    public void The_box_loss_is_divided_as_asked_for(LossNormalizer normalizer, double expected)
    {
        using var scope = TensorScope.Enter();
        var deltas = new float[2 * 3 * 4];
        (deltas[0], deltas[12]) = (1, 2);
        var losses = Compute(new float[6], deltas, new() { BoxLoss = new() { Kind = BoxLossKind.L1, Normalizer = normalizer, Weight = 7 } });
        Assert.Equal(7 * expected, losses["proposal_box"].Item(), 1e-5);
    }

    // Logits of 3 everywhere: softplus(−3) for foreground, softplus(3) for background.
    [Theory]
    [InlineData(LossNormalizer.Samples, .5, .5)]
    [InlineData(LossNormalizer.SamplesPerImage, (1 + 1.0 / 3) / 2, 1.0 / 3)]
    public void So_is_the_objectness_loss(LossNormalizer normalizer, double foreground, double background)
    {
        using var scope = TensorScope.Enter();
        var losses = Compute([3, 3, 3, 3, 3, 3], new float[24], new() { ClassWeight = 2, BoxLoss = new() { Normalizer = normalizer } });
        Assert.Equal(2 * (foreground * Softplus(-3) + background * Softplus(3)), losses["objectness"].Item(), 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    public void Smoothed_labels_take_certainty_from_both_answers(double smoothing)
    {
        using var scope = TensorScope.Enter();
        var losses = Compute([3, 3, 3, 3, 3, 3], new float[24], new() { LabelSmoothing = smoothing });
        double Loss(double wanted) => wanted * Softplus(-3) + (1 - wanted) * Softplus(3);
        Assert.Equal((Loss(1 - smoothing) + Loss(smoothing)) / 2, losses["objectness"].Item(), 1e-5);
    }

    [Fact]
    public void Weights_of_the_offsets_multiply_them()
    {
        using var scope = TensorScope.Enter();
        var prediction = new RpnPrediction(Tensor.Zeros([1, 1]), Tensor.From<float>([1, 2, 0, 0], 1, 1, 4));
        using var network = Network(new() { BoxWeights = [10, 20, 5, 5] });
        var box = network.Propose(prediction, new([s_box], [1]), [Placement()], false)[0].Boxes[0];
        Assert.Equal([12f, 12, 32, 32], [box.X1, box.Y1, box.X2, box.Y2], static (a, b) => Math.Abs(a - b) < 1e-4f);
    }

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));

    private static ProposedBoxes Propose(float[] logits, AnchorGrid grid, ProposalOptions options, bool isTraining = false)
    {
        using var scope = TensorScope.Enter();
        using var network = Network(options);
        var prediction = new RpnPrediction(Tensor.From<float>(logits, 1, logits.Length), Tensor.Zeros([1, logits.Length, 4]));
        return network.Propose(prediction, grid, [Placement()], isTraining)[0];
    }

    private static Losses Compute(float[] logits, float[] deltas, ProposalOptions options)
    {
        var targets = new AnchorTargets[] { new(new([0], []), [s_box]), new(new([0], [1, 2]), [s_box]) };
        using var network = Network(options with { Separable = true }); // so that the loss uses the dense predictions given here
        return network.ComputeLosses(
            [], new(Tensor.From<float>(logits, 2, 3), Tensor.From<float>(deltas, 2, 3, 4)), new([s_box, s_box, s_box], [3]), targets);
    }

    private static ImagePlacement Placement() => new(new(50, 50), new(100, 100));

    private static ProposalNetwork Network(ProposalOptions options) => new([new(2, 4)], new() { Sizes = [[32]], Ratios = [1] }, options);
}
