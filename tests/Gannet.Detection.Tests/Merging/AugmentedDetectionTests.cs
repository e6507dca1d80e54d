using Gannet.Detection.Merging;
using Gannet.Kernels.NonMaximumSuppression;

namespace Gannet.Detection.Tests.Merging;

[LeakCheck]
public sealed class AugmentedDetectionTests
{
    [Fact]
    public void One_view_finds_what_the_detector_finds()
    {
        using var detector = SmallDetector.Create();
        var picture = SmallDetector.Image(90, 70);
        // Boxes within one view overlap by at most detections.nms_threshold, .5, so none of them are merged.
        foreach (var merging in Enum.GetValues<ViewMerging>())
        {
            var found = new AugmentedDetection(detector, new() { Flip = false, Merging = merging }).Detect(picture, score: 0);
            Assert.Equal(Rounded(detector.Detect([picture])[0]), Rounded(found));
        }
    }

    // Each view alone, by the detector itself, and merged by the kernels.
    [Theory]
    [InlineData(ViewMerging.Fusion)]
    [InlineData(ViewMerging.Nms)]
    public void Views_are_detected_and_merged(ViewMerging merging)
    {
        using var detector = SmallDetector.Create("detections.per_image=1000");
        using var larger = SmallDetector.Create("detections.per_image=1000", "transform.min_size=96", "transform.max_size=144");
        var picture = SmallDetector.Image(90, 70);
        DetectedObject[] all =
        [
            .. detector.Detect([picture])[0], .. detector.Detect([Mirrored(picture)])[0].Select(Back),
            .. larger.Detect([picture])[0], .. larger.Detect([Mirrored(picture)])[0].Select(Back),
        ];
        Box[] boxes = [.. all.Select(static d => d.Box)];
        float[] scores = [.. all.Select(static d => d.Score)];
        int[] labels = [.. all.Select(static d => d.Label)];
        DetectedObject[] expected = merging == ViewMerging.Nms
            ? [.. Nms.KeepPerClass(boxes, scores, labels, .6).Select(k => all[k])]
            : [.. WeightedBoxesFusion.FusePerClass(boxes, scores, labels, 4, .6).Select(m => all[m.Position] with { Box = m.Box, Score = m.Score })];

        var views = new AugmentedDetection(detector, new() { Scales = [1.5], Merging = merging, Threshold = .6 });
        Assert.Equal(4, views.Views);
        var actual = views.Detect(picture, score: 0);
        Assert.NotEmpty(actual);
        // Views of one size are a batch, and last bits may decide one overlap near the threshold.
        Assert.Equal(expected.Length, actual.Count, 2.0);
        var missing = expected.Count(e => !actual.Any(a => a.Label == e.Label && Math.Abs(a.Score - e.Score) < 1e-3 && Math.Abs(a.Box.X1 - e.Box.X1) < 0.1));
        Assert.InRange(missing, 0, 2);
        static DetectedObject Back(DetectedObject found) => found with { Box = found.Box.FlipHorizontally(90) };
    }

    private static Image Mirrored(Image picture)
    {
        var mirrored = new Image(picture.Width, picture.Height);
        for (var y = 0; y < picture.Height; y++)
        {
            for (var x = 0; x < picture.Width; x++) picture.Row(y).Slice(x * 3, 3).CopyTo(mirrored.Row(y)[((picture.Width - 1 - x) * 3)..]);
        }

        return mirrored;
    }

    [Fact]
    public void Names_scores_and_limits_are_the_detectors()
    {
        using var detector = SmallDetector.Create("detections.per_image=5");
        var picture = SmallDetector.Image(90, 70);
        var found = new AugmentedDetection(detector, new() { Scales = [0.8, 1, 1.25, 0.8] });
        Assert.Equal(6, found.Views);
        var objects = found.Detect(picture, score: 0);
        Assert.Equal(5, objects.Count);
        Assert.All(objects, static d => Assert.Equal(d.Label == 0 ? "cell" : "bead", d.Class));
        Assert.Equal(objects.OrderByDescending(static d => d.Score), objects);
        var least = objects[2].Score;
        Assert.Equal(objects.Where(d => d.Score >= least), found.Detect(picture, least));
        Assert.All(objects, static d => Assert.True(d.Box is { X1: >= -.001f, Y1: >= -.001f, X2: <= 90.001f, Y2: <= 70.001f }, $"{d.Box}"));
    }

    [Theory]
    [InlineData("square")]
    [InlineData("crop")]
    public void Every_way_to_fit_a_picture_can_be_scaled(string mode)
    {
        using var detector = SmallDetector.Create($"transform.mode={mode}");
        var found = new AugmentedDetection(detector, new() { Scales = [0.7, 1.3] }).Detect(SmallDetector.Image(90, 70), score: 0);
        Assert.NotEmpty(found);
        Assert.All(found, static d => Assert.True(d.Box.IsValid));
    }

    [Fact]
    public void Bad_options_are_named()
    {
        using var detector = SmallDetector.Create();
        Assert.StartsWith("scales is 0; it must be from 0.1 to 4", Refused(detector, new() { Scales = [1, 0] }), StringComparison.Ordinal);
        Assert.StartsWith("scales is NaN", Refused(detector, new() { Scales = [double.NaN] }), StringComparison.Ordinal);
        Assert.StartsWith("threshold is 2; it must be from 0 to 1", Refused(detector, new() { Threshold = 2 }), StringComparison.Ordinal);
        using var masks = SmallDetector.Create("masks.size=14");
        Assert.StartsWith("the model has masks", Refused(masks, new()), StringComparison.Ordinal);
        using var unscaled = SmallDetector.Create("transform.mode=none");
        Assert.Contains("transform.mode none", Refused(unscaled, new() { Scales = [2] }), StringComparison.Ordinal);
        Assert.Equal(2, new AugmentedDetection(unscaled).Views);
    }

    private static string Refused(Detector detector, AugmentedDetectionOptions options) =>
        Assert.Throws<InvalidOptionException>(() => new AugmentedDetection(detector, options)).Message;

    // A batch of two may differ from a single picture in last bits.
    private static IEnumerable<(int Label, double Score, double X1, double Y2)> Rounded(IReadOnlyList<DetectedObject> found) =>
        found.Select(static d => (d.Label, Math.Round(d.Score, 4), Math.Round(d.Box.X1, 2), Math.Round(d.Box.Y2, 2)));
}
