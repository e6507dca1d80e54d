using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Proposals;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The gradient of a proposal network's loss is zero at every anchor that was not sampled, and only there.</summary>
[LeakCheck]
public sealed class UnsampledAnchorsTests
{
    // Predictions of all anchors are leaves of the graph, so that each has a gradient to check.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_sampled_anchors_have_a_gradient(bool separable)
    {
        using var scope = TensorScope.Enter();
        using var detector = Create(separable);
        var (batch, maps, grid, targets) = Prepare(detector);
        var made = detector.RpnHead().Forward(maps);
        var leaves = new RpnPrediction(made.Logits.Detach().Clone().RequiresGradInPlace(), made.Deltas.Detach().Clone().RequiresGradInPlace());
        ((ProposalNetwork)detector.Proposals()).ComputeLosses(maps, leaves, grid, targets).Stack().Sum().Backward();

        var (logits, deltas) = (leaves.Logits.Gradient!.ToArray<float>(), leaves.Deltas.Gradient!.ToArray<float>());
        var total = grid.Boxes.Length;
        Assert.Equal(batch.Count * total, logits.Length);
        for (var n = 0; n < batch.Count; n++)
        {
            var (positive, sampled) = (targets[n].Sample.Positive.ToHashSet(), targets[n].Sample.Positive.Concat(targets[n].Sample.Negative).ToHashSet());
            Assert.Equal(32, sampled.Count);
            Assert.NotEmpty(positive);
            for (var k = 0; k < total; k++)
            {
                var at = n * total + k;
                Assert.Equal(sampled.Contains(k), logits[at] != 0);
                Assert.Equal(positive.Contains(k), deltas[(at * 4)..(at * 4 + 4)].Any(static g => g != 0));
            }
        }
    }

    // In training, a plain head computes only the sampled anchors. The features get the same gradient as in the dense form,
    // and none outside the 3 × 3 cells of the sampled anchors.
    [Fact]
    public void Sampled_and_dense_computation_give_the_features_the_same_gradient()
    {
        using var scope = TensorScope.Enter();
        using var detector = Create(separable: false);
        var (_, maps, grid, targets) = Prepare(detector);
        var network = (ProposalNetwork)detector.Proposals();
        float[] Gradient(bool isDense)
        {
            var features = maps[0].Detach().Clone().RequiresGradInPlace();
            var dense = detector.RpnHead().Forward([features]);
            var prediction = isDense ? dense : new RpnPrediction(dense.Logits.Detach(), dense.Deltas.Detach());
            network.ComputeLosses([features], prediction, grid, targets).Stack().Sum().Backward();
            return features.Gradient!.Permute([0, 2, 3, 1]).Contiguous().ToArray<float>();
        }

        var (sampled, whole) = (Gradient(false), Gradient(true));
        var largest = whole.Max(Math.Abs);
        Assert.True(largest > 0);
        Assert.Equal(whole, sampled, (a, b) => Math.Abs(a - b) <= 1e-5f * largest);

        var (height, width) = ((int)maps[0].Shape[2], (int)maps[0].Shape[3]);
        var channels = sampled.Length / (targets.Length * height * width);
        var near = Near(targets, network.AnchorsPerCell, height, width);
        Assert.Contains(false, near);
        for (var cell = 0; cell < near.Length; cell++)
            Assert.Equal(near[cell], sampled.AsSpan(cell * channels, channels).ContainsAnyExcept(0f));
    }

    // The complete path: image, backbone, the network's own sampling, one backward pass.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_training_step_reaches_every_layer_through_the_sampled_anchors(bool separable)
    {
        using var scope = TensorScope.Enter();
        using var detector = Create(separable);
        var batch = detector.Transform.Batch([Image(1), Image(2)]);
        detector.ComputeLosses(new(batch, [s_truth, s_truth]), new Random(1)).Stack().Sum().Backward();
        Assert.All(detector.NamedParameters(), static p => Assert.True(p.Tensor.Gradient?.Abs().Max().Item() > 0, p.Name));
    }

    private static readonly GroundTruth s_truth = new([new(30, 20, 150, 170), new(60, 90, 250, 230)], [0, 0]);

    private static Detector Create(bool separable)
    {
        TorchRuntime.Seed(1);
        var detector = new Detector(Presets.Get("rpn-resnet50", "transform.min_size=256", "transform.max_size=256", "backbone.trainable_stages=-1",
            "backbone.norm.kind=batch", "proposals.samples=32", $"proposals.separable={(separable ? "true" : "false")}"), ["object"]);
        detector.SetTraining(true);
        return detector;
    }

    private static (ImageBatch Batch, Tensor[] Maps, AnchorGrid Grid, AnchorTargets[] Targets) Prepare(Detector detector)
    {
        var batch = detector.Transform.Batch([Image(1), Image(2)]);
        var maps = detector.Neck().Forward(detector.Backbone().Forward(batch.ToTensor(Device.Cpu))).ForProposals;
        var grid = new LevelAnchors(detector.Neck().ProposalLevels, detector.Options.Anchors).Of(batch, maps);
        var random = new Random(1);
        AnchorTargets[] targets =
            [.. batch.Placements.Select(p => AnchorTargets.Assign(grid, s_truth, p.Window, detector.Options.Proposals, random))];
        return (batch, maps, grid, targets);
    }

    // Which cells are in the 3 × 3 neighbourhood of a sampled anchor's cell.
    private static bool[] Near(AnchorTargets[] targets, int perCell, int height, int width)
    {
        var near = new bool[targets.Length * height * width];
        for (var n = 0; n < targets.Length; n++)
        {
            foreach (var cell in targets[n].Sample.Positive.Concat(targets[n].Sample.Negative).Select(k => k / perCell))
            {
                for (var y = Math.Max(cell / width - 1, 0); y <= Math.Min(cell / width + 1, height - 1); y++)
                {
                    for (var x = Math.Max(cell % width - 1, 0); x <= Math.Min(cell % width + 1, width - 1); x++) near[(n * height + y) * width + x] = true;
                }
            }
        }

        return near;
    }

    private static Image Image(int seed)
    {
        var picture = new Image(256, 256);
        new Random(seed).NextBytes(picture.Pixels.AsSpan());
        return picture;
    }
}
