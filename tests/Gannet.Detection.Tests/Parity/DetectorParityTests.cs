using Gannet.Kernels.Overlaps;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Parity;

/// <summary>The same weights, images and samples give torchvision 0.14.1's detections, losses and gradients.</summary>
public sealed class DetectorParityTests
{
    [Theory]
    [InlineData("faster-rcnn-resnet50-fpn", false)]
    [InlineData("faster-rcnn-resnet50-fpn", true)]
    [InlineData("faster-rcnn-resnet50-fpn-v2", false)]
    [InlineData("faster-rcnn-resnet50-fpn-v2", true)]
    [InlineData("faster-rcnn-mobilenet-v3-large-fpn", false)]
    [InlineData("faster-rcnn-mobilenet-v3-large-fpn", true)]
    [InlineData("faster-rcnn-mobilenet-v3-large-320-fpn", false)]
    [InlineData("faster-rcnn-mobilenet-v3-large-320-fpn", true)]
    public void Detections_are_torchvisions(string preset, bool isCompiled)
    {
        using var fixture = new ParityFixture(preset);
        using var detector = fixture.CreateDetector();
        if (isCompiled) detector.Compile();
        for (var n = 0; n < ParityFixture.Images.Length; n++)
        {
            var (steady, possible) = (fixture.SteadyDetections(n), fixture.PossibleDetections(n));
            var actual = detector.Detect([ParityFixture.Images[n]])[0];
            Assert.True(steady.Length >= 90 && possible.Length <= 110, $"{steady.Length} steady, {possible.Length} possible"); // otherwise this tests little
            Assert.Equal(100, actual.Count);
            Assert.Empty(Missing(steady, actual));
            Assert.Empty(Missing(actual, possible));
        }
    }

    [Theory]
    [InlineData("faster-rcnn-resnet50-fpn")]
    [InlineData("faster-rcnn-resnet50-fpn-v2")]
    [InlineData("faster-rcnn-mobilenet-v3-large-fpn")]
    [InlineData("faster-rcnn-mobilenet-v3-large-320-fpn")]
    public void Losses_and_gradients_are_torchvisions(string preset)
    {
        using var scope = TensorScope.Enter();
        using var fixture = new ParityFixture(preset);
        using var detector = fixture.CreateDetector(trainAll: true);
        var batch = fixture.Batch(detector);
        var sampling = new Sampling(new Random(0))
        {
            Anchors = (anchors, n) => fixture.Anchors(anchors, batch.Truths[n], n),
            Regions = (_, n) => fixture.Regions(batch.Truths[n], n),
        };
        var losses = detector.ComputeLosses(batch, sampling).Stack();
        losses.Sum().Backward();

        foreach (var (expected, actual) in fixture.Losses.Zip(losses.ToArray<float>())) Assert.Equal(expected, actual, 1e-4 * expected);
        var parameters = detector.NamedParameters().ToDictionary(static p => p.Name, static p => p.Tensor);
        var compared = 0;
        foreach (var (name, expected) in fixture.Gradients)
        {
            // torchvision's norms have parameters even where this detector's are frozen.
            if (!parameters.TryGetValue(name, out var parameter)) continue;
            using var inner = TensorScope.Enter();
            var ratio = GradientSketch.Ratio(GradientSketch.Of(name, parameter.Gradient!.ToArray<float>()), expected);
            // Twice torchvision's own rounding error, which comes from ReLU inputs near zero; a missing term would give 0.1 or more.
            Assert.True(ratio <= 2 * fixture.Spread, $"{name}: {ratio:E1}, spread {fixture.Spread:E1}");
            compared++;
        }

        Assert.Equal(parameters.Count, compared);
        Assert.InRange(fixture.Spread, 1e-5, 0.05);
    }

    // IoU says little about slivers: a thousandth of a pixel is a hundredth of their area.
    private static bool IsNear(Box a, Box b) => Iou.Of(a, b) > 0.99
        || Math.Max(Math.Max(Math.Abs(a.X1 - b.X1), Math.Abs(a.Y1 - b.Y1)), Math.Max(Math.Abs(a.X2 - b.X2), Math.Abs(a.Y2 - b.Y2))) < 0.1;

    // Rounding moves scores by 1e-5 and boxes by hundredths of a pixel.
    private static List<DetectedObject> Missing(IReadOnlyList<DetectedObject> wanted, IReadOnlyList<DetectedObject> found)
    {
        var rest = found.ToList();
        return [.. wanted.Where(w =>
            rest.FindIndex(f => f.Label == w.Label && Math.Abs(f.Score - w.Score) <= 0.002 && IsNear(f.Box, w.Box)) is var at
            && (at < 0 || !rest.Remove(rest[at])))];
    }
}
