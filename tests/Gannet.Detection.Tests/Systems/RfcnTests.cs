using Gannet.Detection.Anchors;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;
using Gannet.Torch.Autograd;

namespace Gannet.Detection.Tests.Systems;

/// <summary>Values of R-FCN, from RFCN-tensorflow and from its authors, with our presets.</summary>
[LeakCheck]
public sealed class RfcnTests
{
    private static readonly DetectorOptions s_options = Presets.Get("rfcn-inception-resnet-v2");

    // Height, then width.
    [Fact]
    public void Twelve_anchor_shapes()
    {
        Assert.Equal(
            [
                [64, 64], [90, 45], [45, 90], [128, 128], [181, 90], [90, 181],
                [256, 256], [362, 181], [181, 362], [512, 512], [724, 362], [362, 724],
            ],
            s_options.Anchors.Shapes);
        int[] sides = [64, 128, 256, 512];
        Assert.Equal(sides.SelectMany(static s =>
        {
            float longer = (int)(s * Math.Sqrt(2)), shorter = (int)(s / Math.Sqrt(2));
            return (float[][])[[s, s], [longer, shorter], [shorter, longer]];
        }), s_options.Anchors.Shapes);
    }

    [Theory]
    [InlineData("rfcn-inception-resnet-v2", 80, 3, 1536, 9 * 81, 36)]
    [InlineData("rfcn-resnet50", 20, 1, 1024, 1029, 392)]
    [InlineData("rfcn-resnet101", 20, 1, 1024, 1029, 392)]
    public void Position_sensitive_maps(string preset, int classes, int kernel, int inputs, int classMaps, int boxMaps)
    {
        var options = Presets.Get(preset);
        using var head = new PositionSensitiveHead([new(inputs, 16)], new(classes, options.Head.BoxSlots), options.Regions, options.Head);
        Assert.Equal([classMaps, inputs, kernel, kernel], head.ShapeOf("class_maps.weight"));
        Assert.Equal([boxMaps, inputs, kernel, kernel], head.ShapeOf("box_maps.weight"));
    }

    // The original splits the 64 pixels that unpadded convolutions lose into 32 at each edge, which puts the first centre at pixel 40.
    // The first cell's receptive field is centred at 37.5 (see PublishedShapesTests), and so is our anchor; neck.origin=32 is theirs.
    [Fact]
    public void A_picture_of_640_by_832_has_20736_anchors()
    {
        using var inference = InferenceMode.Enter();
        using var scope = TensorScope.Enter();
        using var detector = new Detector(s_options, ["a"]);
        var map = detector.Neck().Forward(detector.Backbone().Forward(Tensor.Zeros([1, 3, 640, 832]))).ForProposals.Single();
        Assert.Equal([1, 1024, 36, 48], map.Shape);
        Assert.Equal((640, 832), (36 * 16 + 64, 48 * 16 + 64));

        var level = detector.Neck().ProposalLevels.Single();
        var grid = new AnchorGenerator(s_options.Anchors).Generate(640, 832, [(36, 48)], [level]);
        Assert.Equal(20_736, grid.Boxes.Length);
        Assert.Equal((29.5f, 37.5f), (level.Origin, Centre(grid.Boxes[0])));
        using var original = DetectorParts.BuiltIn.CreateNeck(detector.Backbone().Levels, s_options.Neck with { Origin = 32 });
        Assert.Equal(40, Centre(new AnchorGenerator(s_options.Anchors).Generate(640, 832, [(36, 48)], original.ProposalLevels).Boxes[0]));
        Assert.Equal(16, Centre(grid.Boxes[12]) - Centre(grid.Boxes[0]));
    }

    [Theory]
    [InlineData(480, 640, 1.33333, 853, 832)]
    [InlineData(427, 640, 1.49883, 959, 928)]
    [InlineData(375, 500, 1.70667, 853, 832)]
    public void A_picture_is_scaled_to_640_and_cut_to_a_multiple_of_32(int height, int width, double zoom, int scaled, int cut)
    {
        var placement = new ImageTransform(s_options.Transform with { Mode = ResizeMode.Crop }).Place(new(height, width));
        Assert.Equal(zoom, 640.0 / height, 1e-5);
        Assert.Equal(new ImageSize(640, scaled), placement.Scaled);
        Assert.Equal((640, cut), (placement.Window.Height, placement.Window.Width));
        var left = -placement.Left;
        Assert.InRange(left, (scaled - cut) / 2, (scaled - cut + 1) / 2);
    }

    [Fact]
    public void The_three_hardest_of_six()
    {
        float[] losses = [.1f, 2, .5f, .3f, 1.5f, .2f];
        var chosen = HardExampleMiner.Choose(losses, new Box[6], 3, nms: null);
        Assert.Equal([1, 4, 2], chosen);
        Assert.Equal(1.3333334, chosen.Average(k => losses[k]), 1e-6);
        Assert.Equal(.7666667, losses.Average(), 1e-6);
    }

    private static float Centre(Box box) => (box.X1 + box.X2) / 2;
}
