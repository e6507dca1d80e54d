using Gannet.Detection.Models;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Systems;

/// <summary>The five systems and Cascade R-CNN, composed from their presets: their own numbers, one step, one detection.</summary>
[LeakCheck]
public sealed class SystemPresetsTests
{
    [Theory]
    [InlineData("kerod-resnet50-fpn", 3, "4,8,16,32,64", "4,8,16,32")]
    [InlineData("matterport-densenet121-fpn", 3, "4,8,16,32,64", "4,8,16,32")]
    [InlineData("matterport-resnet101-fpn", 3, "4,8,16,32,64", "4,8,16,32")]
    [InlineData("faster-rcnn-vgg16", 9, "16", "16")]
    [InlineData("rfcn-inception-resnet-v2", 12, "16", "16")]
    [InlineData("rfcn-resnet50", 9, "16", "16")]
    [InlineData("rfcn-resnet101", 9, "16", "16")]
    [InlineData("rpn-resnet50", 12, "32", "32")]
    [InlineData("cascade-rcnn-resnet18-fpn", 3, "4,8,16,32,64", "4,8,16,32")]
    [InlineData("cascade-rcnn-resnet50-fpn", 3, "4,8,16,32,64", "4,8,16,32")]
    [InlineData("faster-rcnn-resnet18-c4", 15, "16", "16")]
    [InlineData("faster-rcnn-resnet18-dc5", 15, "16", "16")]
    public void Every_system_has_its_anchors_and_strides_learns_and_detects(string preset, int anchors, string anchorStrides, string strides)
    {
        using var scope = TensorScope.Enter();
        TorchRuntime.Seed(1);
        var options = Presets.Get(preset, "transform.min_size=160", "transform.max_size=192", SmallDetector.NarrowHead, "backbone.trainable_stages=-1", "backbone.norm.kind=batch");
        using var detector = Detector.Compose(options, ["a", "b"], preset);
        Assert.Equal(anchors, detector.AnchorsPerCell);
        Assert.Equal(anchorStrides, string.Join(',', detector.AnchorStrides));
        Assert.Equal(strides, string.Join(',', detector.Strides));

        var pictures = detector.Transform.Batch([Image(150, 200, 1), Image(180, 140, 2)]);
        var truths = pictures.Placements.Select(static p => p.ToInput(new GroundTruth([new(20, 30, 120, 110)], [1]))).ToArray();
        detector.SetTraining(true);
        var losses = detector.ComputeLosses(new(pictures, truths), new Random(1));
        Assert.All(losses.Stack().ToArray<float>(), static value => Assert.True(float.IsFinite(value) && value >= 0));
        losses.Stack().Sum().Backward();
        Assert.All(detector.NamedParameters(), static p => Assert.True(p.Tensor.Gradient is not null, p.Name));

        var found = detector.Detect([Image(150, 200, 1)])[0];
        Assert.All(found, static d => Assert.True(d.Box is { X1: >= -0.01f, Y1: >= -0.01f, X2: <= 200.01f, Y2: <= 150.01f }, d.ToString()));
    }

    private static Image Image(int height, int width, int seed)
    {
        var picture = new Image(width, height);
        new Random(seed).NextBytes(picture.Pixels.AsSpan());
        return picture;
    }
}
