using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Detection.Tests.Export;
using Gannet.Detection.Tests.Parity;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests;

/// <summary>A compiled detector finds the same objects as the plain one.</summary>
public sealed class CompiledDetectorTests
{
    public static TheoryData<string> EveryPreset() => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(EveryPreset))]
    public void Features_of_every_preset_stay_the_same(string preset)
    {
        string[] settings = ["transform.min_size=128", "transform.max_size=128", SmallDetector.NarrowHead, "detections.reference_arithmetic=false"];
        using var detector = new Detector(Presets.Get(preset, settings), ["cell", "bead"]);
        DeterministicWeights.Fill(detector);
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)]);
        using var inference = InferenceMode.Enter();
        var plain = detector.ComputeFeatures(batch);
        detector.Compile();
        var compiled = detector.ComputeFeatures(batch);

        Assert.Equal(plain.Length, compiled.Length);
        for (var k = 0; k < plain.Length; k++)
        {
            Assert.Equal(plain[k].Shape, compiled[k].Shape);
            var largest = plain[k].Abs().Max().Item();
            Assert.True(largest > 0);
            Assert.InRange((plain[k] - compiled[k]).Abs().Max().Item(), 1e-12, 1e-4 * largest); // not 0: another path was used
        }
    }

    [Theory]
    [InlineData()]
    [InlineData("head.kind=convolutional", "head.convolutions=2")]
    [InlineData("head=position_sensitive", "regions.kind=ps_roi_align")]
    [InlineData("head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]")]
    [InlineData("proposals.separable=true")]
    [InlineData("backbone.norm.kind=group")]
    public void Detections_stay_the_same(params string[] settings)
    {
        using var detector = SmallDetector.Create(settings);
        var picture = SmallDetector.Image(90, 70);
        SpreadPredictions.Apply(detector, picture); // otherwise last bits decide which of several boxes with one score stays
        var plain = detector.Detect([picture])[0];
        var compiled = detector.Compile().Detect([picture])[0];

        Assert.True(plain.Count > 5);
        Assert.Equal(plain.Count, compiled.Count);
        foreach (var (expected, actual) in plain.Zip(compiled)) Assert.Equal(expected.Score, actual.Score, 1e-4);
        // Equal scores may swap places, and those at the end of the list may drop out.
        foreach (var expected in plain.Where(d => d.Score > plain[^1].Score + 1e-4))
        {
            Assert.Contains(compiled, found =>
                found.Label == expected.Label && Math.Abs(found.Score - expected.Score) <= 1e-4 && SameDetections.Farthest(found.Box, expected.Box) < 0.05);
        }
    }

    [BFloat16Theory]
    [MemberData(nameof(EveryPreset))]
    public void Features_and_best_scores_in_bf16_are_near_those_of_every_preset(string preset)
    {
        string[] settings =
            ["transform.min_size=128", "transform.max_size=128", SmallDetector.NarrowHead, "detections.reference_arithmetic=false", "detections.score_threshold=0"];
        using var detector = new Detector(Presets.Get(preset, settings), ["cell", "bead"]);
        DeterministicWeights.Fill(detector);
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)]);
        using var inference = InferenceMode.Enter();
        var plain = detector.ComputeFeatures(batch);
        var plainBest = detector.Detect(batch).Select(static found => found[0].Score).ToArray();
        var halved = detector.Compile(Precision.BFloat16).ComputeFeatures(batch);
        for (var k = 0; k < plain.Length; k++)
        {
            var difference = plain[k] - halved[k].To(Device.Cpu, ElementType.Float);
            Assert.InRange(difference.Norm().Item(), 1e-6, 0.05 * plain[k].Norm().Item());
        }

        // Only the best score is compared: the order of the many similar ones depends on rounding.
        var best = detector.Detect(batch).Select(static found => found[0].Score).ToArray();
        foreach (var (expected, actual) in plainBest.Zip(best)) Assert.Equal(expected, actual, 0.1 * expected);
        Assert.Equal(2, detector.Propose(batch).Length);
    }

    // A norm that cannot be folded excludes its convolution from the plan, but not the layers around it.
    [BFloat16Theory]
    [InlineData("neck.norm.kind=group")]
    [InlineData("backbone.norm.kind=group")]
    [InlineData("head.kind=convolutional", "head.convolutions=2", "head.norm.kind=group")]
    [InlineData("proposals.separable=true")]
    public void Detections_in_bf16_are_near_whatever_the_norm(params string[] settings)
    {
        using var detector = SmallDetector.Create(settings);
        var batch = detector.Transform.Batch([SmallDetector.Image(90, 70)]);
        using var scope = TensorScope.Enter();
        using var inference = InferenceMode.Enter();
        var plain = detector.ComputeFeatures(batch);
        var halved = detector.Compile(Precision.BFloat16).ComputeFeatures(batch);
        for (var k = 0; k < plain.Length; k++)
            Assert.InRange((plain[k] - halved[k].To(Device.Cpu, ElementType.Float)).Norm().Item(), 1e-6, 0.05 * plain[k].Norm().Item());
        Assert.NotEmpty(detector.Detect(batch)[0]);
    }

    [Fact]
    public void A_processor_without_bf16_is_told_so()
    {
        using var detector = SmallDetector.Create();
        if (TorchRuntime.ProcessorMultipliesBFloat16) Assert.Same(detector, detector.Compile(Precision.BFloat16));
        else Assert.Contains("AVX512-BF16", Assert.Throws<NotSupportedException>(() => detector.Compile(Precision.BFloat16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_change_are_seen()
    {
        using var detector = SmallDetector.Create().Compile();
        var picture = SmallDetector.Image(90, 70);
        var before = detector.Detect([picture])[0];
        using (TensorScope.Enter())
        {
            detector.ComputeLosses(new TrainingBatch(detector.Transform.Batch([picture]), [new GroundTruth([new(10, 10, 40, 40)], [0])]), new Random(1));
            using var noGrad = NoGrad.Enter();
            foreach (var (name, tensor) in detector.NamedParameters())
            {
                if (name.EndsWith("cls_score.bias", StringComparison.Ordinal)) tensor.AddInPlace(Tensor.From<float>([-3, 0, 0]));
            }
        }

        Assert.True(detector.IsCompiled);
        Assert.NotEqual(before[0].Score, detector.Detect([picture])[0][0].Score, 3);
    }

    [Fact]
    public void Detectors_that_ask_for_the_references_arithmetic_keep_it()
    {
        using var detector = SmallDetector.Create("detections.reference_arithmetic=true");
        var picture = SmallDetector.Image(90, 70);
        Assert.Equal(detector.Detect([picture])[0], detector.Compile().Detect([picture])[0]);
    }

    [Fact]
    public void A_plan_is_kept_until_weights_change()
    {
        var made = 0;
        using var detector = SmallDetector.Create();
        detector.UsePlan(() => { made++; return new PackedLayers(); });
        var batch = detector.Transform.Batch([SmallDetector.Image(90, 70)]);
        Assert.Equal(0, made);
        detector.Detect(batch);
        using (TensorScope.Enter()) detector.ComputeLosses(new(batch, [GroundTruth.None]), new Random(1));
        detector.Detect(batch);
        Assert.Equal(1, made);
        using (NoGrad.Enter()) detector.NamedBuffers().First().Tensor.AddInPlace(1);
        detector.Detect(batch);
        Assert.Equal(2, made);
        detector.To(Device.Cpu).Detect(batch);
        Assert.Equal(3, made);
    }

    [Fact]
    public void No_engine_is_left_behind()
    {
        using var detector = SmallDetector.Create().Compile();
        detector.Detect([SmallDetector.Image(90, 70)]);
        Assert.Null(LayerEngine.Current);
    }
}
