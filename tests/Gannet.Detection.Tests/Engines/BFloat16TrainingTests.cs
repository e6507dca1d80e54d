using Gannet.Detection.Engines;
using Gannet.Detection.Models;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Engines;

/// <summary>A bf16 step gives nearly the same losses and gradients as the same step in fp32.</summary>
[LeakCheck]
public sealed class BFloat16TrainingTests
{
    // Most of the difference comes from ReLU inputs whose sign flips by rounding; a trainable norm puts many values next to zero.
    // With libtorch's own mixed precision, the gradients of a ResNet-18 with such norms have cosines of .86 to .99.
    [BFloat16Theory]
    [InlineData(.98, .99)]
    [InlineData(.95, .98, "backbone.norm.kind=group", "transform.min_size=256", "transform.max_size=320")]
    [InlineData(.92, .95, "backbone.norm.kind=batch", "transform.min_size=256", "transform.max_size=320")]
    [InlineData(.98, .99, "head.kind=convolutional", "head.convolutions=2")]
    [InlineData(.98, .99, "head=position_sensitive", "regions.kind=ps_roi_align")]
    [InlineData(.98, .99, "proposals.separable=true")]
    public void Losses_and_gradients_point_where_those_of_fp32_point(double least, double most, params string[] settings)
    {
        using var detector = SmallDetector.Create(settings);
        var (expected, gradients) = Step(detector, Precision.Float32);
        var (actual, halved) = Step(detector, Precision.BFloat16);
        foreach (var (name, value) in expected) Assert.InRange(actual[name], 0.98 * value, 1.02 * value);
        Assert.NotEqual(expected, actual); // another path was used
        Assert.Equal(gradients.Keys, halved.Keys);
        var cosines = gradients.ToDictionary(static g => g.Key, g => Cosine(g.Value, halved[g.Key]));
        Assert.All(cosines.Values, c => Assert.True(c > least, Worst(cosines)));
        Assert.True(cosines.Values.Count(c => c > most) > 0.9 * cosines.Count, Worst(cosines));
    }

    public static TheoryData<string> EveryPreset() => [.. Presets.Names];

    // Operators that libtorch supports only in 32 bits would fail here.
    [BFloat16Theory]
    [MemberData(nameof(EveryPreset))]
    public void Every_preset_takes_a_step(string preset)
    {
        using var detector = new Detector(Presets.Get(preset, ["transform.min_size=96", "transform.max_size=96", SmallDetector.NarrowHead]), ["cell", "bead"]);
        Parity.DeterministicWeights.Fill(detector);
        var (losses, gradients) = Step(detector, Precision.BFloat16);
        Assert.All(losses.Values, static v => Assert.True(float.IsFinite(v)));
        Assert.All(gradients, static g => Assert.True(Array.TrueForAll(g.Value, float.IsFinite), g.Key));
    }

    [Fact]
    public void A_processor_without_it_is_told_so()
    {
        if (TorchRuntime.ProcessorMultipliesBFloat16) Assert.Null(PrecisionSupport.Missing(Precision.BFloat16, Device.Cpu));
        else Assert.Contains("AVX512-BF16", Assert.Throws<NotSupportedException>(() => PrecisionSupport.Require(Precision.BFloat16, Device.Cpu)).Message, StringComparison.Ordinal);
        PrecisionSupport.Require(Precision.Float32, Device.Cpu);
    }

    // Anchors and regions are fixed, since proposals come from predictions that differ in the third digit.
    private static (Dictionary<string, float> Losses, Dictionary<string, float[]> Gradients) Step(Detector detector, Precision precision)
    {
        using var scope = TensorScope.Enter();
        detector.SetTraining(true);
        var truth = new GroundTruth([new(8, 8, 40, 36), new(44, 20, 70, 60)], [0, 1]);
        var pictures = detector.Transform.Batch([SmallDetector.Image(90, 70), SmallDetector.Image(80, 70, seed: 2)]);
        Box[] regions = [new(10, 6, 42, 38), new(44, 20, 68, 56), new(4, 30, 40, 62)];
        var sampling = new Sampling(new Random(1)) { Regions = (_, _) => new(regions, [1, 2, 0], [0, 1], truth.Boxes) };
        var losses = detector.ComputeLosses(new(pictures, [truth, truth]), sampling, precision);
        losses.Stack().Sum().Backward();
        var gradients = new Dictionary<string, float[]>();
        foreach (var (name, parameter) in detector.NamedParameters())
        {
            if (parameter.Gradient is not { } gradient) continue;
            gradients[name] = gradient.ToArray<float>();
            parameter.Gradient = null;
        }

        return (losses.Terms.ToDictionary(static t => t.Name, static t => (float)t.Value.Item()), gradients);
    }

    private static double Cosine(float[] a, float[] b)
    {
        var (ab, aa, bb) = (0.0, 0.0, 0.0);
        for (var k = 0; k < a.Length; k++) (ab, aa, bb) = (ab + (double)a[k] * b[k], aa + (double)a[k] * a[k], bb + (double)b[k] * b[k]);
        return aa == 0 && bb == 0 ? 1 : ab / Math.Sqrt(aa * bb);
    }

    private static string Worst(Dictionary<string, double> cosines) =>
        string.Join(", ", cosines.OrderBy(static c => c.Value).Take(8).Select(static c => $"{c.Key} {c.Value:F4}"));
}
