using Gannet.Detection.Models;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.Tests.Parity;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests;

/// <summary>A detector gives the same results on a CUDA device as on the processor.</summary>
[LeakCheck]
public sealed class DetectorPlacementTests
{
    private const double Tolerance = 1e-3;

    private static readonly GroundTruth s_truth = new([new(10, 10, 40, 40), new(30, 20, 60, 55)], [0, 1]);

    public static TheoryData<string> EveryPreset() => [.. Presets.Names];

    public static TheoryData<string[]> Kinds() =>
    [
        [],
        ["head.kind=convolutional", "head.convolutions=2"],
        ["head=position_sensitive", "regions.kind=ps_roi_align"],
        ["regions.kind=roi_pool"],
        ["head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]"],
        ["head.box_loss.kind=giou", "proposals.box_loss.kind=giou"],
        ["backbone.norm.kind=group"],
        ["backbone.norm.kind=batch"],
    ];

    [Fact]
    public void A_detector_begins_on_the_processor_and_may_be_told_to_stay()
    {
        using var detector = SmallDetector.Create();
        Assert.Equal(Device.Cpu, detector.Device);
        var picture = SmallDetector.Image(90, 70);
        var before = detector.Detect([picture])[0];
        Assert.Same(detector, detector.To(Device.Cpu));
        Assert.Equal(before, detector.Detect([picture])[0]);
    }

    [Fact]
    public void A_device_that_is_not_there_leaves_the_detector_where_it_was()
    {
        using var detector = SmallDetector.Create();
        Assert.ThrowsAny<Exception>(() => detector.To(Device.Cuda(99)));
        Assert.Equal(Device.Cpu, detector.Device);
        Assert.NotEmpty(detector.Detect([SmallDetector.Image(90, 70)])[0]);
    }

    [CudaTheory]
    [Trait("Device", "Cuda")]
    [MemberData(nameof(Kinds))]
    public void Detections_are_the_processors(string[] settings)
    {
        TorchRuntime.AllowTensorFloat32 = false;
        using var detector = SmallDetector.Create(settings);
        var pictures = new[] { SmallDetector.Image(90, 70), SmallDetector.Image(80, 60, seed: 2) };
        var expected = detector.Detect(pictures);
        var actual = detector.To(Device.Cuda()).Detect(pictures);
        foreach (var (e, a) in expected.Zip(actual)) SameDetections.Assert(e, a, Tolerance);
    }

    [CudaTheory]
    [Trait("Device", "Cuda")]
    [MemberData(nameof(Kinds))]
    public void Losses_and_gradients_are_the_processors(string[] settings)
    {
        TorchRuntime.AllowTensorFloat32 = false;
        using var detector = SmallDetector.Create(settings);
        var expected = Learn(detector);
        detector.To(Device.Cuda());
        foreach (var (_, tensor) in detector.NamedParameters()) tensor.Gradient = null;
        var actual = Learn(detector);

        Assert.Equal(expected.Losses.Length, actual.Losses.Length);
        foreach (var (e, a) in expected.Losses.Zip(actual.Losses)) Assert.Equal(e, a, Tolerance * Math.Max(1, Math.Abs(e)));
        Assert.Equal(expected.Gradients.Keys, actual.Gradients.Keys);
        Assert.Contains(expected.Gradients.Values, static g => g.Any(static v => v != 0));
        foreach (var (name, gradient) in expected.Gradients)
        {
            var allowed = Tolerance * gradient.Max(Math.Abs) + 1e-6;
            Assert.True(gradient.Zip(actual.Gradients[name]).All(p => Math.Abs(p.First - p.Second) <= allowed), name);
        }
    }

    [CudaTheory]
    [Trait("Device", "Cuda")]
    [MemberData(nameof(EveryPreset))]
    public void Features_of_every_preset_are_the_processors_and_detection_runs(string preset)
    {
        TorchRuntime.AllowTensorFloat32 = false;
        using var detector = new Detector(Presets.Get(preset, ["transform.min_size=128", "transform.max_size=128", SmallDetector.NarrowHead]), ["cell", "bead"]);
        DeterministicWeights.Fill(detector);
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)]);
        using var noGrad = NoGrad.Enter();
        var expected = detector.ComputeFeatures(batch);
        foreach (var (e, a) in expected.Zip(detector.To(Device.Cuda()).ComputeFeatures(batch)))
        {
            Assert.True(a.Device.IsCuda);
            Assert.InRange((e - a.To(Device.Cpu, ElementType.Float)).Abs().Max().Item(), 0, Tolerance * e.Abs().Max().Item());
        }

        Assert.Equal(2, detector.Detect(batch).Length);
    }

    [CudaFact]
    [Trait("Device", "Cuda")]
    public void A_model_is_saved_from_and_loaded_to_any_device()
    {
        using var folder = new TemporaryFolder();
        using var detector = SmallDetector.Create();
        var expected = detector.State().ToDictionary(static s => s.Name, static s => s.Tensor.ToArray<float>());
        detector.To(Device.Cuda()).Save(folder.File("model.safetensors"));
        foreach (var device in (Device[])[Device.Cpu, Device.Cuda()])
        {
            using var loaded = Detector.Load(folder.File("model.safetensors"), device);
            Assert.Equal(device, loaded.Device);
            Assert.All(loaded.State(), s => Assert.Equal(device, s.Tensor.Device));
            Assert.All(loaded.State(), s => Assert.Equal(expected[s.Name], s.Tensor.ToArray<float>()));
        }
    }

    // Regions are given, since proposals with nearly equal scores may swap places between devices.
    private static (double[] Losses, Dictionary<string, float[]> Gradients) Learn(Detector detector)
    {
        using var scope = TensorScope.Enter();
        var pictures = detector.Transform.Batch([SmallDetector.Image(90, 70)]);
        var truth = pictures.Placements[0].ToInput(s_truth);
        Box[] regions = [.. truth.Boxes.SelectMany(static box => new[] { box.Shift(3, -2), box.Shift(20, 15), box.Shift(-8, 9) })];
        var sampling = new Sampling(new Random(5)) { Regions = (_, _) => RoiTargets.Assign(regions, truth, detector.Options.Head, new Random(6)) };
        var losses = detector.ComputeLosses(new TrainingBatch(pictures, [truth]), sampling);
        losses.Stack().Sum().Backward();
        var gradients = detector.NamedParameters().Where(static p => p.Tensor.Gradient is not null)
            .ToDictionary(static p => p.Name, static p => p.Tensor.Gradient!.ToArray<float>());
        return ([.. losses.Terms.Select(static t => t.Value.Item())], gradients);
    }
}
