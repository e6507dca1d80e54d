using Gannet.Detection.Anchors;
using Gannet.Detection.Models;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests.Systems;

/// <summary>Values from the question of how to train a proposal network alone, with <c>rpn-resnet50</c>.</summary>
[LeakCheck]
public sealed class RpnQuestionTests
{
    private static readonly DetectorOptions s_options = Presets.Get("rpn-resnet50");

    // (width, height), as listed in the question; options have the height first.
    [Fact]
    public void Twelve_explicit_shapes()
    {
        Assert.Equal(
            [
                (128, 128), (256, 128), (128, 256), (256, 256), (512, 256), (256, 512),
                (384, 384), (768, 384), (384, 768), (512, 512), (1024, 512), (512, 1024),
            ],
            s_options.Anchors.Shapes.Select(static s => ((int)s[1], (int)s[0])));
        Assert.Equal(4, s_options.Anchors.Shapes.Count(static s => s.Max() > 512));
        // A ratio of 1 : 2 doubles the area instead of keeping it.
        Assert.Equal([1, 2, 2], s_options.Anchors.Shapes.Take(3).Select(static s => s[0] * s[1] / (128 * 128)));
    }

    // The question's code divided by tf.size, which counts the four numbers of each box: 49,152.
    [Fact]
    public void A_picture_of_1000_has_12288_anchors_at_the_networks_own_stride()
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var detector = new Detector(s_options, ["a"]);
        var batch = detector.Transform.Batch([new(1000, 700)]);
        Assert.Equal((1000, 1000), (batch.Height, batch.Width));
        var map = detector.Neck().Forward(detector.Backbone().Forward(batch.ToTensor(Device.Cpu))).ForProposals.Single();
        Assert.Equal([1, 2048, 32, 32], map.Shape);
        var prediction = detector.RpnHead().Forward([map]);
        Assert.Equal([1, 12_288], prediction.Logits.Shape);
        Assert.Equal(49_152, prediction.Deltas.Count);

        var grid = new AnchorGenerator(s_options.Anchors).Generate(1000, 1000, [(32, 32)], detector.Neck().ProposalLevels);
        Assert.Equal(12_288, grid.Boxes.Length);
        // Its stride was 1000 / 32 = 31, its centres (i + 1) · 31: 15 pixels right of ours in the first column, 16 left of it in the last.
        float Centre(int cell) => (grid.Boxes[cell * 12].X1 + grid.Boxes[cell * 12].X2) / 2;
        Assert.Equal((16, 1008), (Centre(0), Centre(31)));
        Assert.Equal((15, -16), (1 * 31 - Centre(0), 32 * 31 - Centre(31)));
    }

    [Fact]
    public void The_head_is_separable_with_a_pair_of_logits_an_anchor()
    {
        using var detector = new Detector(s_options, ["a"]);
        var head = detector.RpnHead();
        Assert.Equal([2048, 1, 3, 3], head.ShapeOf("depthwise.weight"));
        Assert.Equal([512, 2048, 1, 1], head.ShapeOf("pointwise.weight"));
        Assert.Equal([24, 512, 1, 1], head.ShapeOf("cls_logits.weight"));
        Assert.Equal([48, 512, 1, 1], head.ShapeOf("bbox_pred.weight"));
    }
}
