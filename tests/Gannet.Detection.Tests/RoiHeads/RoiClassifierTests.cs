using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.RoiHeads;

/// <summary>Which regions make up the loss, with a head whose loss per region is set by the test.</summary>
[LeakCheck]
public sealed class RoiClassifierTests
{
    // The norms of the other workers would wait for those of a worker without any region.
    [Fact]
    public void Norms_that_share_their_statistics_need_a_region()
    {
        using var scope = TensorScope.Enter();
        using var detector = SmallDetector.Create("head.kind=convolutional", "head.norm.kind=batch", "head.add_truths=false", "proposals.score_threshold=1");
        detector.SetTraining(true);
        var pictures = detector.Transform.Batch([SmallDetector.Image(80, 60)]);
        using var use = NormSharing.Use(new OneWorker());
        Assert.Contains("--sync-norm", Assert.Throws<ArgumentException>(
            () => detector.ComputeLosses(new(pictures, [GroundTruth.None]), new Random(1))).Message, StringComparison.Ordinal);
    }

    private sealed class OneWorker : NormSharing
    {
        public override void Sum(Span<double> values)
        {
        }
    }

    private static readonly float[] s_losses = [.1f, 2, .5f, .3f, 1.5f, .2f];

    // Far apart, so that none suppresses another.
    private static readonly Box[] s_apart = [.. Enumerable.Range(0, 6).Select(static k => new Box(100 * k, 0, 100 * k + 10, 10))];

    [Fact]
    public void Hard_examples_make_the_loss_instead_of_a_sample()
    {
        using var scope = TensorScope.Enter();
        var (loss, regions) = Compute(s_apart, new() { HardExamples = 3 });
        Assert.Equal([1, 2, 4], regions.Select(static b => (int)b.X1 / 100));
        Assert.Equal((2 + 1.5 + .5) / 3, loss, 1e-5);
        // Without the option, all six are sampled, since they are few enough.
        (loss, regions) = Compute(s_apart, new());
        Assert.Equal(6, regions.Length);
        Assert.Equal(.7666667, loss, 1e-5);
    }

    // The region with the second largest loss overlaps the one with the largest.
    [Theory]
    [InlineData(null, new[] { 1, 4 })]
    [InlineData(.7, new[] { 1, 2 })]
    [InlineData(.99, new[] { 1, 4 })]
    public void Regions_of_one_object_can_be_kept_from_filling_the_batch(double? nms, int[] expected)
    {
        using var scope = TensorScope.Enter();
        Box[] boxes = [.. s_apart.Select(static (b, k) => k == 4 ? new Box(100, 0, 110, 9) : b)];
        var (_, regions) = Compute(boxes, new() { HardExamples = 2, HardExampleNms = nms });
        Assert.Equal(expected.Select(k => boxes[k]), regions);
    }

    // The divisor does not depend on the number of regions: R-FCN uses 128.
    [Fact]
    public void The_divisor_of_hard_examples_is_fixed()
    {
        using var scope = TensorScope.Enter();
        Assert.Equal(s_losses.Sum() / 128, Compute(s_apart, new() { HardExamples = 128 }).Loss, 1e-5);
    }

    // Foreground includes its box loss: the region with the smallest class loss is the hardest.
    [Fact]
    public void The_loss_of_the_box_counts_among_hard_examples()
    {
        using var scope = TensorScope.Enter();
        var truth = new GroundTruth([new(0, 0, 10, 14)], [0]);
        var options = new HeadOptions { HardExamples = 1, AddTruths = false, BoxLoss = new() { Kind = BoxLossKind.L1 } };
        // log(14/10) · 5 and 2/10 · 10: a box loss of 3.7, more than any other loss.
        Assert.Equal([s_apart[0]], Compute(s_apart, options, truth).Regions);
    }

    [Fact]
    public void The_search_for_hard_examples_leaves_training_as_it_was()
    {
        using var scope = TensorScope.Enter();
        using var head = new KnownLosses(s_apart);
        var stage = Stage(head, new() { HardExamples = 2 });
        stage.SetTraining(true);
        Run(stage, s_apart, GroundTruth.None);
        Assert.True(head.IsTraining);
        Assert.Equal([false, true], head.WasTraining);
    }

    private static (double Loss, Box[] Regions) Compute(Box[] boxes, HeadOptions options, GroundTruth? truth = null)
    {
        using var head = new KnownLosses(boxes);
        return Run(Stage(head, options), boxes, truth ?? GroundTruth.None);
    }

    private static (double Loss, Box[] Regions) Run(RoiClassifier stage, Box[] boxes, GroundTruth truth)
    {
        var batch = new TrainingBatch(new ImageBatch([], 20, 600, [new ImagePlacement(new(20, 600), new(20, 600))]), [truth]);
        var (losses, regions) = stage.ComputeLosses([], [ProposedBoxes.Of(boxes)], batch, new(new Random(1)));
        return (losses["classification"].Item(), regions[0].Boxes);
    }

    private static RoiClassifier Stage(RoiHead head, HeadOptions options) => new(head, 1, options) { Thresholds = new() };

    // A background region has loss l if the class logit is log(eˡ − 1) above that of background.
    private sealed class KnownLosses(Box[] boxes) : RoiHead
    {
        public List<bool> WasTraining { get; } = [];

        public override BoxPrediction Forward(Tensor[] prepared, IReadOnlyList<Box[]> regions)
        {
            WasTraining.Add(IsTraining);
            float[] logits = [.. regions.SelectMany(static r => r).SelectMany(b => (float[])[0, MathF.Log(MathF.Exp(s_losses[Array.IndexOf(boxes, b)]) - 1)])];
            return new(Tensor.From<float>(logits, logits.Length / 2, 2), Tensor.Zeros([logits.Length / 2, 8]));
        }
    }
}
