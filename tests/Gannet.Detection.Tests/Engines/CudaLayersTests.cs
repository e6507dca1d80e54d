using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Detection.Tests.Parity;
using Gannet.Torch;
using Gannet.Torch.Autograd;
using Gannet.Torch.Nn;

namespace Gannet.Detection.Tests.Engines;

/// <summary>The plan for CUDA devices, which any device can run: here on the processor, compared with the plain path.</summary>
[LeakCheck]
public sealed class CudaLayersTests
{
    public static TheoryData<string> EveryPreset() => [.. Presets.Names];

    public static TheoryData<string[]> Kinds() =>
    [
        [],
        ["head.kind=convolutional", "head.convolutions=2"],
        ["head.kind=full_size_convolution"],
        ["head=position_sensitive", "regions.kind=ps_roi_align"],
        ["proposals.separable=true"],
        ["backbone.norm.kind=group"],
        ["backbone.norm.kind=batch"],
    ];

    // With random weights, last bits decide ranks and suppression: regions are given, and nothing is suppressed or cut off.
    private static readonly Box[] s_regions = [new(0, 0, 40, 30), new(10, 5, 80, 60), new(30, 30, 50, 65), new(60, 10, 85, 25), new(5, 40, 30, 68), new(0, 0, 90, 70)];

    private static readonly string[] s_undecided =
    [
        "detections.nms_threshold=1", "detections.per_image=1000", "detections.min_size=0",
        "proposals.nms_threshold=1", "proposals.before_nms=100000", "proposals.after_nms=100000",
    ];

    [Theory]
    [MemberData(nameof(EveryPreset))]
    public void Features_of_every_preset_stay_the_same(string preset)
    {
        using var detector = Create(preset);
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)]);
        using var inference = InferenceMode.Enter();
        var plain = detector.ComputeFeatures(batch);
        var compiled = detector.UsePlan(static () => new CudaLayers(ElementType.Float)).ComputeFeatures(batch);

        Assert.Equal(plain.Length, compiled.Length);
        foreach (var (expected, actual) in plain.Zip(compiled))
        {
            var largest = expected.Abs().Max().Item();
            Assert.True(largest > 0);
            Assert.InRange((expected - actual).Abs().Max().Item(), 0, 1e-4 * largest);
        }
    }

    [BFloat16Theory]
    [MemberData(nameof(EveryPreset))]
    public void Features_in_bf16_are_near_those_of_every_preset(string preset)
    {
        using var detector = Create(preset);
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)]);
        using var inference = InferenceMode.Enter();
        var plain = detector.ComputeFeatures(batch);
        var halved = detector.UsePlan(static () => new CudaLayers(ElementType.BFloat16)).ComputeFeatures(batch);
        foreach (var (expected, actual) in plain.Zip(halved))
            Assert.InRange((expected - actual.To(ElementType.Float)).Norm().Item(), 1e-6, 0.05 * expected.Norm().Item());

        Assert.Equal(2, detector.Detect(batch).Length);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Detections_stay_the_same(string[] settings)
    {
        using var detector = SmallDetector.Create([.. settings, .. s_undecided]);
        var picture = SmallDetector.Image(90, 70);
        var batch = detector.Transform.Batch([picture]);
        var (found, proposed) = (detector.Detect([picture], [s_regions])[0], detector.Propose(batch)[0]);
        detector.UsePlan(static () => new CudaLayers(ElementType.Float));
        SameDetections.Assert(found, detector.Detect([picture], [s_regions])[0], 1e-4);
        var again = detector.Propose(batch)[0];
        Assert.True(proposed.Count(box => again.Any(other => SameDetections.Farthest(box, other) < .05f)) > .99 * proposed.Length);
    }

    [CudaTheory]
    [Trait("Device", "Cuda")]
    [MemberData(nameof(Kinds))]
    public void Compiled_for_a_device_detections_are_the_processors(string[] settings)
    {
        TorchRuntime.AllowTensorFloat32 = false;
        using var detector = SmallDetector.Create(settings);
        var picture = SmallDetector.Image(90, 70);
        var plain = detector.Detect([picture])[0];
        SameDetections.Assert(plain, detector.To(Device.Cuda()).Compile().Detect([picture])[0], 1e-3);
        if (Version.Parse(TorchRuntime.Version.Split('+')[0]) >= new Version(2, 1)) Assert.NotEmpty(detector.Compile(Precision.BFloat16).Detect([picture])[0]);
        else Assert.Contains("2.1", Assert.Throws<NotSupportedException>(() => detector.Compile(Precision.BFloat16)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_are_folded_once_and_given_back()
    {
        using var conv = new Conv2d(3, 4, kernel: 3);
        using var linear = new Linear(4 * 5 * 5, 6);
        using var scope = TensorScope.Enter();
        var x = Tensor.Randn([2, 3, 5, 5]).Contiguous(MemoryFormat.ChannelsLast);
        var before = TensorCensus.Live;
        using (var layers = new CudaLayers(ElementType.Float))
        {
            for (var round = 0; round < 2; round++)
            {
                using var inner = TensorScope.Enter();
                var map = layers.Convolve(conv, null, x, null, Activation.None)!;
                Assert.InRange((map - conv.Forward(x)).Abs().Max().Item(), 0, 1e-5);
                Assert.InRange((layers.Map(linear, map, Activation.None)! - linear.Forward(map)).Abs().Max().Item(), 0, 1e-5);
            }

            Assert.Equal(before + 4, TensorCensus.Live); // two weights, two biases
        }

        Assert.Equal(before, TensorCensus.Live);
    }

    [Fact]
    public void A_new_plan_a_move_and_learning_release_the_one_before()
    {
        using var detector = SmallDetector.Create();
        var (before, picture) = (TensorCensus.Live, SmallDetector.Image(90, 70));
        foreach (var end in (Action[])[() => detector.Compile(), () => detector.To(Device.Cpu), () => Learn(detector)])
        {
            detector.UsePlan(static () => new CudaLayers(ElementType.Float)).Detect([picture]);
            Assert.True(TensorCensus.Live > before);
            end();
            Assert.Equal(before, TensorCensus.Live);
        }

        detector.UsePlan(static () => new CudaLayers(ElementType.Float)).Detect([picture]); // the detector itself releases the last one
    }

    private static void Learn(Detector detector)
    {
        using var scope = TensorScope.Enter();
        using (NoGrad.Enter()) detector.NamedParameters().First().Tensor.MulInPlace(1);
        detector.ComputeLosses(new TrainingBatch(detector.Transform.Batch([SmallDetector.Image(90, 70)]), [new GroundTruth([new(10, 10, 40, 40)], [0])]), new Random(1));
    }

    private static Detector Create(string preset)
    {
        string[] settings = ["transform.min_size=128", "transform.max_size=128", SmallDetector.NarrowHead, "detections.reference_arithmetic=false"];
        var detector = new Detector(Presets.Get(preset, settings), ["cell", "bead"]);
        DeterministicWeights.Fill(detector);
        return detector;
    }
}
