using Gannet.Detection.Engines;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Systems;

/// <summary>Every preset, with nothing to detect or nothing to learn from.</summary>
[LeakCheck]
public sealed class EmptyImagesTests
{
    private const int Side = 130;

    public static TheoryData<string> EveryPreset() => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(EveryPreset))]
    public void No_regions_give_no_detections(string preset)
    {
        using var detector = Create(preset);
        Assert.Equal([0, 0], CountIn(detector));
        Assert.Equal([0, 0], CountIn(detector.Compile()));
        if (!TorchRuntime.ProcessorMultipliesBFloat16) return; // the fp32 part is tested everywhere
        Assert.Equal([0, 0], CountIn(detector.Compile(Precision.BFloat16)));
    }

    [Theory]
    [MemberData(nameof(EveryPreset))]
    public void Losses_are_finite_and_differentiable_whatever_the_picture_shows(string preset)
    {
        using var detector = Create(preset);
        detector.SetTraining(true);
        AssertFinite(detector, GroundTruth.None);
        // Every anchor and region belongs to the crowd, so none takes part.
        AssertFinite(detector, GroundTruth.None with { Crowds = [new(0, 0, Side, Side)] }, isZero: true);
        AssertFinite(detector, new GroundTruth([new(20, 30, 120, 110)], [1]) { ActiveClasses = [0] });
        AssertFinite(detector, GroundTruth.None with { ActiveClasses = [] });
    }

    private static Detector Create(string preset)
    {
        TorchRuntime.Seed(1);
        return new(Presets.Get(preset, "transform.min_size=128", "transform.max_size=128", SmallDetector.NarrowHead, "backbone.norm.kind=batch"), ["cell", "bead"]);
    }

    private static IEnumerable<int> CountIn(Detector detector) =>
        detector.Detect([SmallDetector.Image(150, 130), SmallDetector.Image(120, 140, seed: 2)], [[], []]).Select(static found => found.Count);

    private static void AssertFinite(Detector detector, GroundTruth truth, bool isZero = false)
    {
        using var scope = TensorScope.Enter();
        var batch = detector.Transform.Batch([SmallDetector.Image(Side, Side)]);
        var losses = detector.ComputeLosses(new(batch, [batch.Placements[0].ToInput(truth)]), new Random(1)).Stack();
        losses.Sum().Backward();
        Assert.All(losses.ToArray<float>(), value => Assert.True(isZero ? value == 0 : float.IsFinite(value) && value >= 0, $"{value}"));
        foreach (var parameter in detector.NamedParameters().Where(static p => p.Tensor.RequiresGrad))
        {
            var norm = parameter.Tensor.Gradient?.Norm().Item();
            Assert.True(norm is { } size && (isZero ? size == 0 : double.IsFinite(size)), $"{parameter.Name}: {norm}");
            parameter.Tensor.Gradient = null;
        }
    }
}
