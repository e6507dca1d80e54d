using Gannet.Detection.Boxes;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiHeads;

[LeakCheck]
public sealed class RoiLossesTests
{
    private static readonly Box s_box = new(0, 0, 10, 10);

    // torchvision 0.14.1's fastrcnn_loss; the regions are foreground first, with labels 1, 2, 0.
    [Fact]
    public void Losses_are_torchvisions()
    {
        using var scope = TensorScope.Enter();
        var losses = new RoiLosses(new(2, BoxSlots.WithBackground), new HeadOptions(), BoxCoder.Detections);
        var logits = Tensor.From<float>([2, 0, 1, 1, 1, 1, 0, 3, 0], 3, 3);
        var deltas = new float[3 * 12];
        (deltas[4], deltas[5], deltas[6], deltas[7], deltas[12 + 9]) = (.1f, .2f, .3f, .4f, .5f);
        var targets = new RoiTargets([s_box, s_box, s_box], [1, 2, 0], [0, 0], [s_box, s_box]);
        var computed = losses.Compute(new(logits, Tensor.From<float>(deltas, 3, 12)), [targets], [GroundTruth.None]);
        Assert.Equal(2.2004, computed["classification"].Item(), 1e-4);
        Assert.Equal(.4075926, computed["box"].Item(), 1e-6);
    }

    // Three classes with logits 0, 3, 1, of which the second is right: ε is spread over all three.
    [Theory]
    [InlineData(0)]
    [InlineData(.1)]
    public void Smoothed_labels_spread_certainty_over_all_classes(double smoothing)
    {
        using var scope = TensorScope.Enter();
        var sum = Math.Log(1 + Math.Exp(3) + Math.Exp(1));
        var expected = (1 - smoothing) * (sum - 3) + smoothing * (sum + (sum - 3) + (sum - 1)) / 3;
        var targets = new RoiTargets([s_box], [1], [0], [s_box]);
        Assert.Equal(2 * expected, Compute([0, 3, 1], [targets], new() { LabelSmoothing = smoothing, ClassWeight = 2 }).Class, 1e-5);
    }

    // The first region is predicted as class 1, which the image's source does not annotate, so it is not penalized.
    [Theory]
    [InlineData(null, 2)]
    [InlineData(new[] { 0 }, 1)]
    [InlineData(new[] { 0, 1 }, 2)]
    [InlineData(new int[0], 1)]
    public void Classes_that_a_source_does_not_mark_are_not_judged(int[]? active, int counted)
    {
        using var scope = TensorScope.Enter();
        var targets = new RoiTargets([s_box, s_box], [0, 0], [], []);
        float[] logits = [0, 0, 3, 3, 0, 0];
        var (unmarked, marked) = (Math.Log(2 + Math.Exp(3)), Math.Log(2 + Math.Exp(3)) - 3);
        var expected = counted == 2 ? (unmarked + marked) / 2 : marked;
        Assert.Equal(expected, Compute(logits, [targets], new(), new GroundTruth([], []) { ActiveClasses = active }).Class, 1e-5);
    }

    // matterport masks a whole batch by the source of its first image.
    [Fact]
    public void Every_picture_is_judged_by_its_own_source()
    {
        using var scope = TensorScope.Enter();
        var targets = new RoiTargets([s_box], [0], [], []);
        float[] logits = [0, 0, 3, 0, 0, 3];
        var one = Math.Log(2 + Math.Exp(3));
        Assert.Equal(one, Compute(logits, [targets, targets], new(), GroundTruth.None with { ActiveClasses = [0] }, GroundTruth.None).Class, 1e-5);
        var both = Compute(logits, [targets, targets], new(), GroundTruth.None with { ActiveClasses = [0] }, GroundTruth.None with { ActiveClasses = [0] });
        Assert.Equal(0, both.Class);
    }

    [Fact]
    public void The_fixed_divisor_of_hard_examples_holds_for_restricted_sources_too()
    {
        using var scope = TensorScope.Enter();
        var targets = new RoiTargets([s_box], [0], [], []);
        var expected = Math.Log(2 + Math.Exp(3)) / 4;
        Assert.Equal(expected, Compute([0, 0, 3], [targets], new() { HardExamples = 4 }, GroundTruth.None with { ActiveClasses = [1] }).Class, 1e-5);
    }

    // Image 1: one region, foreground; image 2: three, one of them foreground. Box losses 1 and 2, class losses ln 3 each.
    [Theory]
    [InlineData(LossNormalizer.Samples, 3.0 / 4)]
    [InlineData(LossNormalizer.SamplesPerImage, (1 + 2.0 / 3) / 2)]
    [InlineData(LossNormalizer.Positives, 3.0 / 2)]
    public void The_box_loss_is_divided_as_asked_for(LossNormalizer normalizer, double expected)
    {
        using var scope = TensorScope.Enter();
        var targets = new RoiTargets[] { new([s_box], [1], [0], [s_box]), new([s_box, s_box, s_box], [2, 0, 0], [0], [s_box]) };
        var deltas = new float[4 * 12];
        (deltas[4], deltas[12 + 8]) = (1, 2);
        var options = new HeadOptions { BoxLoss = new() { Kind = BoxLossKind.L1, Normalizer = normalizer, Weight = 3 } };
        var losses = new RoiLosses(new(2, BoxSlots.WithBackground), options, BoxCoder.Detections)
            .Compute(new(Tensor.Zeros([4, 3]), Tensor.From<float>(deltas, 4, 12)), targets, [GroundTruth.None, GroundTruth.None]);
        Assert.Equal(3 * expected, losses["box"].Item(), 1e-5);
        Assert.Equal(Math.Log(3), losses["classification"].Item(), 1e-5);
    }

    // Only the box of the region's class, the second of two, has a gradient.
    [Theory]
    [InlineData(BoxSlots.WithBackground, 3, 2)]
    [InlineData(BoxSlots.PerClass, 2, 1)]
    [InlineData(BoxSlots.Agnostic, 1, 0)]
    [InlineData(BoxSlots.AgnosticWithBackground, 2, 1)]
    public void Only_the_box_of_the_class_is_trained(BoxSlots slots, int count, int slot)
    {
        using var scope = TensorScope.Enter();
        var layout = new BoxLayout(2, slots);
        Assert.Equal(count, layout.Count);
        var deltas = Tensor.Ones([2, count * 4]).RequiresGradInPlace();
        var targets = new RoiTargets([s_box, s_box], [2, 0], [0], [s_box]);
        var losses = new RoiLosses(layout, new() { BoxSlots = slots }, BoxCoder.Detections)
            .Compute(new(Tensor.Zeros([2, 3]), deltas), [targets], [GroundTruth.None]);
        losses["box"].Backward();
        var gradient = deltas.Gradient!.ToArray<float>();
        for (var k = 0; k < gradient.Length; k++) Assert.Equal(k / 4 == slot, gradient[k] != 0);
    }

    private static (double Class, double Box) Compute(float[] logits, RoiTargets[] targets, HeadOptions options, params GroundTruth[] truths)
    {
        var losses = new RoiLosses(new(2, BoxSlots.WithBackground), options, BoxCoder.Detections)
            .Compute(new(Tensor.From<float>(logits, logits.Length / 3, 3), Tensor.Zeros([logits.Length / 3, 12])), targets,
                truths.Length == 0 ? [GroundTruth.None] : truths);
        return (losses["classification"].Item(), losses["box"].Item());
    }
}
