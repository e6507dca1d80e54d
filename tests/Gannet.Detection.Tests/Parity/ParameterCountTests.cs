using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Parity;

public sealed class ParameterCountTests
{
    // torchvision 0.14.1; the number of classes excludes background.
    [Theory]
    [InlineData("mask-rcnn-resnet50-fpn", "frozen", 90, 44_401_393)]
    [InlineData("faster-rcnn-resnet50-fpn", "frozen", 90, 41_755_286)]
    [InlineData("faster-rcnn-resnet50-fpn", "batch", 90, 41_808_406)]
    [InlineData("faster-rcnn-resnet50-fpn", "batch", 20, 41_449_656)]
    [InlineData("faster-rcnn-resnet50-fpn-v2", "batch", 90, 43_712_278)]
    public void Whole_detectors(string preset, string norm, int classes, long count)
    {
        using var detector = Create(preset, norm, classes);
        Assert.Equal(count, Count(detector, ""));
    }

    [Theory]
    [InlineData("rpn.", 593_935)]
    [InlineData("roi_heads.box_head.", 13_895_680)]
    [InlineData("roi_heads.box_predictor.", 466_375)]
    [InlineData("backbone.fpn.", 3_344_384)]
    public void Parts(string prefix, long count)
    {
        using var detector = Create("faster-rcnn-resnet50-fpn", "frozen", 90);
        Assert.Equal(count, Count(detector, prefix));
    }

    private static Detector Create(string preset, string norm, int classes) =>
        new(Presets.Get(preset, $"backbone.norm.kind={norm}"), [.. Enumerable.Range(0, classes).Select(static k => $"class {k}")]);

    private static long Count(Detector detector, string prefix) =>
        detector.NamedParameters().Where(p => p.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(static p => p.Tensor.Count);
}
