using Gannet.Kernels.Overlaps;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Parity;

/// <summary>The same weights, pictures and samples give torchvision 0.14.1's detections, losses and gradients.</summary>
public sealed class DetectorParityTests
{
    [Theory]
    [InlineData("faster-rcnn-resnet50-fpn", false)]
    [InlineData("faster-rcnn-resnet50-fpn", true)]
    [InlineData("faster-rcnn-resnet50-fpn-v2", false)]
    [InlineData("faster-rcnn-resnet50-fpn-v2", true)]
    [InlineData("faster-rcnn-mobilenet-v3-large-fpn", false)]
    [InlineData("faster-rcnn-mobilenet-v3-large-320-fpn", false)]
    public void Detections_are_torchvisions(string preset, bool isCompiled)
    {
        using var fixture = new ParityFixture(preset);
        using var detector = fixture.CreateDetector();
        if (isCompiled) detector.Compile();
        for (var n = 0; n < ParityFixture.Images.Length; n++)
        {
            var (expected, actual) = (fixture.Detections(n), detector.Detect([ParityFixture.Images[n]])[0]);
            Assert.True(expected.Length > 20);
            Assert.Equal(expected.Length, actual.Count);
            Assert.InRange(Found(expected, actual), 0.99, 1);
            Assert.InRange(Found(actual, expected), 0.99, 1);
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
            // torchvision's norms hold parameters even where this detector's are frozen.
            if (!parameters.TryGetValue(name, out var parameter)) continue;
            using var inner = TensorScope.Enter();
            var ratio = GradientSketch.Ratio(GradientSketch.Of(name, parameter.Gradient!.ToArray<float>()), expected);
            Assert.True(ratio <= 1e-3, $"{name}: {ratio:E1}");
            compared++;
        }

        Assert.Equal(parameters.Count, compared);
    }

    private static double Found(IReadOnlyList<DetectedObject> wanted, IReadOnlyList<DetectedObject> found)
    {
        var rest = found.ToList();
        var hits = wanted.Count(w => rest.FindIndex(f => f.Label == w.Label && Math.Abs(f.Score - w.Score) <= 0.002 && Iou.Of(f.Box, w.Box) > 0.99)
            is var at and >= 0 && rest.Remove(rest[at]));
        return (double)hits / wanted.Count;
    }
}
