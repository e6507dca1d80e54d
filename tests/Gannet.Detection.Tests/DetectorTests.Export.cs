using Gannet.Detection.Export;
using Gannet.Detection.Models;
using Gannet.Detection.Tests.Export;
using Gannet.Detection.Tests.Parity;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Tests;

/// <summary>Exported detectors find in ONNX Runtime what they find here.</summary>
public sealed class DetectorExportTests
{
    // A hundred random layers amplify last bits, which then decide a few suppressions.
    private const double RandomShare = 0.95;

    public static TheoryData<string> ExportedPresets() => [.. Presets.Names];

    public static TheoryData<string[]> ExportedKinds() =>
    [
        [],
        ["head.kind=convolutional", "head.convolutions=2"],
        ["head.kind=full_size_convolution", "head.box_slots=per_class"],
        ["head.box_slots=agnostic"],
        ["head.box_slots=agnostic_with_background", "detections.across_classes=true"],
        ["detections.across_classes=true", "detections.best_class_only=true"],
        ["neck.kind=last", "anchors.sizes=[[32, 64]]", "regions.kind=roi_pool", "detections.nms_threshold=1"], // regions of the same cells tie
        ["neck.kind=last", "anchors.sizes=[[32, 64]]", "head=position_sensitive", "regions.kind=ps_roi_align"],
        ["neck.kind=last", "anchors.sizes=[[32, 64]]", "head=position_sensitive", "regions.kind=ps_roi_pool", "transform.mode=crop"],
        ["regions.level_rounding=round", "regions.aligned=true", "transform.double_scale=true"],
        ["proposals.separable=true", "proposals.objectness=softmax", "proposals.levels_together=true", "transform.mode=square"],
        ["proposals.min_size_scaled=true", "proposals.min_size=4", "transform.mode=none", "anchors.fixed_strides=true", "anchors.offset=0.5"],
        ["backbone.norm.kind=group"],
        ["backbone.norm.kind=batch"],
        ["head.box_slots=agnostic", "head.cascade=[{}, {foreground_iou: 0.7, box_weights: [30, 30, 15, 15]}]"],
        ["head.kind=convolutional", "head.convolutions=1", "head.box_slots=per_class", "head.cascade=[{}]"],
        ["head.cascade=[{}]"],
        ["head=none"],
    ];

    [Theory]
    [MemberData(nameof(ExportedPresets))]
    public void Every_preset_finds_the_same_in_onnx_runtime(string preset)
    {
        using var detector = new Detector(Presets.Get(preset, ["transform.min_size=128", "transform.max_size=192", SmallDetector.NarrowHead]), ["cell", "bead", "rod"]);
        DeterministicWeights.Fill(detector);
        SpreadPredictions.Apply(detector, SmallDetector.Image(150, 130));
        using var exported = new OnnxRuntimeRun(detector);
        Assert.NotEmpty(detector.Detect([SmallDetector.Image(150, 130)])[0]);
        RequireSame(detector, exported, SmallDetector.Image(150, 130), RandomShare);
        RequireSame(detector, exported, SmallDetector.Image(97, 171, seed: 2), RandomShare);
    }

    [Theory]
    [MemberData(nameof(ExportedKinds))]
    public void Every_kind_of_part_finds_the_same_in_onnx_runtime(string[] settings)
    {
        using var detector = Exported(settings);
        using var exported = new OnnxRuntimeRun(detector);
        Assert.NotEmpty(detector.Detect([SmallDetector.Image(90, 70, 160)])[0]);
        foreach (var (width, height) in ((int, int)[])[(90, 70), (64, 131), (33, 50), (1, 1), (200, 8)])
            RequireSame(detector, exported, SmallDetector.Image(width, height, width + height));
    }

    [Theory]
    [MemberData(nameof(ExportedKinds))]
    public void Fixed_shapes_find_the_same(string[] settings)
    {
        using var detector = Exported(settings);
        using var exported = new OnnxRuntimeRun(detector, new() { Fixed = new(70, 90) });
        Assert.All(exported.Outputs.Values, static o => Assert.All(o.Dimensions, static length => Assert.True(length > 0)));
        var picture = SmallDetector.Image(90, 70);
        RequireSame(detector.Detect([picture])[0], exported, picture);
    }

    [Fact]
    public void Scaled_sizes_are_not_rounded_another_way()
    {
        // 800 · (1 / 800 · 160) is below 160, as in torchvision, and 800 · (160 / 800) is not: an engine that simplifies the first scales to another size.
        using var detector = Exported(["transform.min_size=160", "transform.max_size=216"]);
        using var exported = new OnnxRuntimeRun(detector);
        RequireSame(detector, exported, SmallDetector.Image(1066, 800));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_constant_of_an_export_is_read(bool isBatch)
    {
        using var detector = Exported([]);
        var graph = detector.ToOnnx(new() { Batch = isBatch }).Graph;
        Assert.Empty(graph.Initializer.Select(static constant => constant.Name).Except(graph.Node.SelectMany(static node => node.Input)));
    }

    [Fact]
    public void Regions_of_several_levels_stay_with_their_features()
    {
        using var detector = Exported(["transform.min_size=320", "transform.max_size=400", "anchors.sizes=[[32],[160],[320],[320],[320]]"]);
        using var exported = new OnnxRuntimeRun(detector);
        using var fixedSize = new OnnxRuntimeRun(detector, new() { Fixed = new(320, 400) });
        var picture = SmallDetector.Image(400, 320);
        var sizes = detector.Propose(detector.Transform.Batch([picture]))[0].Select(static box => Math.Sqrt(box.Area)).ToArray();
        Assert.Contains(sizes, static size => size < 100);
        Assert.Contains(sizes, static size => size is > 120 and < 220);
        Assert.Contains(sizes, static size => size > 230);
        RequireSame(detector, exported, picture);
        RequireSame(detector, fixedSize, picture);
    }

    [Fact]
    public void A_batch_finds_what_its_pictures_have_one_by_one()
    {
        using var detector = Exported([]);
        Image[] pictures = [.. Enumerable.Range(1, 3).Select(static k => SmallDetector.Image(80, 60, k))];
        Assert.All(pictures, picture => Assert.NotEmpty(detector.Detect([picture])[0]));
        using var any = new OnnxRuntimeRun(detector, new() { Batch = true });
        using var three = new OnnxRuntimeRun(detector, new() { Batch = true, BatchSize = 3, Fixed = new(60, 80) });
        using var one = new OnnxRuntimeRun(detector);
        foreach (var run in (OnnxRuntimeRun[])[any, three])
        {
            var found = run.Detect(pictures);
            for (var n = 0; n < pictures.Length; n++) RequireSame(one.Detect(pictures[n]), found[n]);
        }

        RequireSame(one.Detect(pictures[1]), any.Detect(pictures[1..2])[0]);
    }

    [Fact]
    public void Masks_are_those_of_the_detector()
    {
        using var detector = Exported(["masks.size=14"]);
        using var exported = new OnnxRuntimeRun(detector);
        using var fixedSize = new OnnxRuntimeRun(detector, new() { Fixed = new(70, 90) });
        var picture = SmallDetector.Image(90, 70);
        var expected = detector.Detect([picture])[0];
        Assert.NotEmpty(expected);
        foreach (var run in (OnnxRuntimeRun[])[exported, fixedSize])
        {
            var all = run.All(picture);
            var (shape, pixels) = (all["masks"].Shape, (bool[])all["masks"].Values);
            Assert.Equal([70, 90], shape[1..]);
            for (var k = 0; k < expected.Count; k++)
            {
                var mask = Gannet.Masks.RunLengthMask.From(expected[k].Mask!).ToBitmap();
                var same = Enumerable.Range(0, 70 * 90).Count(p => mask[p] != 0 == pixels[k * 70 * 90 + p]);
                Assert.InRange(same, 70 * 90 - 6, 70 * 90);
            }
        }
    }

    [Fact]
    public void Without_an_object_the_outputs_are_empty()
    {
        using var detector = Exported(["detections.score_threshold=1"]);
        using var exported = new OnnxRuntimeRun(detector);
        Assert.Empty(exported.Detect(SmallDetector.Image(90, 70)));
        using var masks = Exported(["detections.score_threshold=1", "masks.size=14"]);
        using var withMasks = new OnnxRuntimeRun(masks);
        Assert.Equal([0, 70, 90], withMasks.All(SmallDetector.Image(90, 70))["masks"].Shape);
    }

    [Fact]
    public void Raw_predictions_are_those_before_suppression()
    {
        using var detector = Exported([]);
        using var exported = new OnnxRuntimeRun(detector, new() { Fixed = new(70, 90), Raw = true });
        var all = exported.All(SmallDetector.Image(90, 70));
        var (boxes, scores) = (all["boxes"].Shape, all["scores"].Shape);
        Assert.Equal([scores[0], 2, 4], boxes);
        Assert.Equal(2, scores[1]);
        var best = detector.Detect([SmallDetector.Image(90, 70)])[0][0].Score;
        Assert.Equal(best, ((float[])all["scores"].Values).Max(), 1e-4);
    }

    [Fact]
    public void The_file_says_what_it_is()
    {
        using var detector = Exported([]);
        using var exported = new OnnxRuntimeRun(detector);
        Assert.Equal("""["cell","bead"]""", exported.Metadata["gannet.classes"]);
        Assert.Equal("custom", exported.Metadata["gannet.preset"]);
        Assert.Contains("min_size: 64", exported.Metadata["gannet.options"], StringComparison.Ordinal);
    }

    [Fact]
    public void Soft_suppression_is_exported_only_raw()
    {
        using var detector = Exported(["detections.soft_nms=gaussian"]);
        var error = Assert.Throws<NotSupportedException>(() => detector.ToOnnx(new()));
        Assert.StartsWith("detections.soft_nms has no ONNX form; ", error.Message, StringComparison.Ordinal);
        var hard = detector.ToOnnx(new() { HardSuppression = true });
        using var plain = Exported([]);
        Assert.Equal(plain.ToOnnx(new()).Graph.Node.Select(static n => n.OpType), hard.Graph.Node.Select(static n => n.OpType));
        Assert.NotNull(detector.ToOnnx(new() { Fixed = new(70, 90), Raw = true }));
    }

    [Fact]
    public void Contradicting_export_options_are_refused()
    {
        using var detector = SmallDetector.Create();
        Assert.Throws<ArgumentException>(() => detector.ToOnnx(new() { Raw = true }));
        Assert.Throws<ArgumentException>(() => detector.ToOnnx(new() { BatchSize = 2 }));
        Assert.Throws<ArgumentException>(() => detector.ToOnnx(new() { Fixed = new(0, 5) }));
    }

    private static Detector Exported(string[] settings)
    {
        var detector = SmallDetector.Create(["detections.score_threshold=0.3", "detections.per_image=200", .. settings]);
        SpreadPredictions.Apply(detector, SmallDetector.Image(90, 70));
        return detector;
    }

    private static void RequireSame(Detector detector, OnnxRuntimeRun exported, Image picture, double share = 0.995) =>
        RequireSame(detector.Detect([picture])[0], exported, picture, share);

    private static void RequireSame(IReadOnlyList<DetectedObject> expected, OnnxRuntimeRun exported, Image picture, double share = 0.995)
    {
        RequireSame(expected, [.. exported.Detect(picture).Where(static d => d.Label >= 0)], share);
        RequireSame(expected, exported.DetectByRuntime(picture), share);
    }

    private static void RequireSame(IReadOnlyList<DetectedObject> expected, IReadOnlyList<DetectedObject> actual, double share = 0.995)
    {
        var allowed = Math.Ceiling((1 - share) * expected.Count); // last bits may decide one suppression
        Assert.InRange(actual.Count, expected.Count - allowed, expected.Count + allowed);
        var missing = expected.Where(e => !actual.Any(a => IsSame(e, a) || IsTie(e, a))).ToArray();
        Assert.True(missing.Length <= allowed, $"{missing.Length} of {expected.Count} are missing: {string.Join("; ", missing.Select(Exactly))}. "
            + $"New are {string.Join("; ", actual.Where(a => !expected.Any(e => IsSame(e, a))).Select(Exactly))}.");
    }

    // Regions smaller than a cell pool the same features: last bits decide which of two such objects suppresses the other.
    private static bool IsTie(DetectedObject expected, DetectedObject actual) => actual.Label == expected.Label
        && Math.Abs(actual.Score - expected.Score) <= 1e-5f * expected.Score && Iou.Of(expected.Box, actual.Box) > 0.5f;

    private static string Exactly(DetectedObject found) => FormattableString.Invariant($"{found.Label} {found.Score:G6} {found.Box}");

    private static bool IsSame(DetectedObject expected, DetectedObject actual) => actual.Label == expected.Label
        && Math.Abs(actual.Score - expected.Score) <= 1e-3f * expected.Score + 1e-5f
        && SameDetections.Farthest(actual.Box, expected.Box) <= 1e-3f * Math.Max(Math.Abs(expected.Box.X2), Math.Abs(expected.Box.Y2)) + 0.02f;
}
