using Gannet.Detection.Anchors;
using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.Models;
using Gannet.Detection.Necks;
using Gannet.Detection.Proposals;
using Gannet.Detection.RoiHeads;
using Gannet.Detection.RoiPooling;
using Gannet.Kernels.BoxCoding;
using Gannet.Kernels.Overlaps;
using Gannet.Kernels.RoiPooling;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Systems;

/// <summary>Values of Mask R-CNN without the mask, from the parts of <c>matterport-densenet121-fpn</c>.</summary>
[LeakCheck]
public sealed class MatterportTests
{
    private static readonly DetectorOptions s_options = Presets.Get("matterport-densenet121-fpn");

    [Theory]
    [InlineData(1, 261_888)]
    [InlineData(2, 65_472)]
    public void Anchors_of_a_square_picture(int step, int count)
    {
        var grid = new AnchorGenerator(s_options.Anchors with { Step = step })
            .Generate(1024, 1024, [(256, 256), (128, 128), (64, 64), (32, 32), (16, 16)]);
        Assert.Equal(count, grid.Boxes.Length);
        // The second anchor position of the finest level is one step further.
        Assert.Equal(4 * step, grid.Boxes[3].X1 - grid.Boxes[0].X1);
    }

    [Theory]
    [InlineData(1, 7, 9)]
    [InlineData(2, 4, 5)]
    public void The_proposal_network_takes_the_same_steps(int step, int height, int width)
    {
        using var scope = TensorScope.Enter();
        using var head = new RpnHead(4, 9, step, s_options.Proposals);
        Assert.Equal(18, head.ShapeOf("cls_logits.weight")[0]);
        Assert.Equal(36, head.ShapeOf("bbox_pred.weight")[0]);
        Assert.Equal([1, 9 * height * width], head.Forward([Tensor.Zeros([1, 4, 7, 9])]).Logits.Shape);
    }

    // The write-up's tile and reshape: every box of the first list with every box of the second, the first list outermost.
    [Fact]
    public void Pairs_of_boxes_are_listed_first_box_outermost()
    {
        Box[] first = [new(0, 0, 10, 10), new(0, 0, 20, 20), new(5, 5, 30, 30)], second = [new(0, 0, 8, 8), new(4, 4, 25, 25)];
        var overlaps = new float[6];
        Iou.OfPairs(first, second, overlaps);
        Box[] c = [first[0], first[0], first[1], first[1], first[2], first[2]], d = [.. second, .. second, .. second];
        Assert.Equal(c.Zip(d, Iou.Of), overlaps);
        Assert.Equal(6, overlaps.Distinct().Count());
    }

    [Fact]
    public void Cross_entropy_by_class_indices_is_that_of_one_hot_rows()
    {
        using var scope = TensorScope.Enter();
        int[] classes = [9, 0, 6, 5, 4, 10, 8, 4, 6, 10, 5, 1, 0, 8, 3, 0, 7, 10, 1, 2];
        var random = new Random(1);
        float[] logits = [.. Enumerable.Range(0, 220).Select(_ => (float)(random.NextDouble() * 4 - 2))];
        var oneHot = new double[20, 11];
        for (var r = 0; r < 20; r++) oneHot[r, classes[r]] = 1;
        var expected = 0.0;
        for (var r = 0; r < 20; r++)
        {
            var row = logits[(r * 11)..(r * 11 + 11)];
            var sum = row.Sum(static v => Math.Exp(v));
            for (var c = 0; c < 11; c++) expected -= oneHot[r, c] * Math.Log(Math.Exp(row[c]) / sum) / 20;
        }

        Assert.Equal(expected, Classification(logits, classes), 1e-5);
        Assert.Equal(2.3978953, Classification(new float[220], classes), 1e-6);
    }

    [Fact]
    public void Two_hundred_regions_hold_66_of_foreground()
    {
        Box truth = new(0, 0, 100, 100);
        Box[] proposals = [.. Enumerable.Repeat(truth, 300), .. Enumerable.Repeat(new Box(200, 200, 300, 300), 300)];
        var targets = RoiTargets.Assign(proposals, new([truth], [0]), s_options.Head, new Random(1));
        Assert.Equal((66, 134), (targets.Positives, targets.Boxes.Length - targets.Positives));
    }

    // Windows are (y1, x1, y2, x2), as printed by the original.
    [Theory]
    [InlineData(480, 640, 1.6, 768, 1024, 128, 0, 896, 1024)]
    [InlineData(375, 500, 2.048, 768, 1024, 128, 0, 896, 1024)]
    [InlineData(576, 768, 1.3333, 768, 1024, 128, 0, 896, 1024)]
    [InlineData(1200, 1600, .64, 768, 1024, 128, 0, 896, 1024)]
    [InlineData(1944, 2592, .39506, 768, 1024, 128, 0, 896, 1024)]
    [InlineData(50, 100, 10.24, 512, 1024, 256, 0, 768, 1024)]
    public void A_picture_is_centred_on_a_square(
        int height, int width, double scale, int scaledHeight, int scaledWidth, float y1, float x1, float y2, float x2)
    {
        var placement = new ImageTransform(s_options.Transform).Place(new(height, width));
        Assert.Equal(new ImageSize(scaledHeight, scaledWidth), placement.Scaled);
        Assert.Equal(new Box(x1, y1, x2, y2), placement.Window);
        Assert.Equal(scale, placement.ScaleY, 1e-4);
        Assert.Equal(scale, placement.ScaleX, 1e-4);
    }

    [Fact]
    public void The_input_is_a_square_of_1024()
    {
        var batch = new ImageTransform(s_options.Transform).Batch([new(64, 48)]);
        Assert.Equal((1024, 1024), (batch.Height, batch.Width));
    }

    // A map that contains each position's own fraction of the image gives a box's normalised corners: (box − [0, 0, 1, 1]) / (side − 1).
    [Fact]
    public void Crop_and_resize_reads_a_box_at_its_normalised_corners()
    {
        using var scope = TensorScope.Enter();
        const int Height = 16, Width = 24;
        var map = new float[2 * Height * Width];
        for (var k = 0; k < Height * Width; k++) (map[k], map[Height * Width + k]) = (k / Width / (Height - 1f), k % Width / (Width - 1f));
        Box box = new(10, 6, 71, 50);
        var pooled = new RegionPooling([new(2, 4)], new RegionOptions { Kind = PoolingKind.CropAndResize, Size = 2 })
            .Forward([Tensor.From<float>(map, 1, 2, Height, Width)], [[box]], MemoryFormat.Contiguous).ToArray<float>();
        var (h, w) = (Height * 4 - 1f, Width * 4 - 1f);
        var (y1, x1, y2, x2) = (6 / h, 10 / w, (50 - 1) / h, (71 - 1) / w);
        Assert.Equal([y1, y1, y2, y2, x1, x2, x1, x2], pooled, static (a, b) => Math.Abs(a - b) < 1e-5f);
    }

    // Between the levels of 112 and 224 pixels, but nearer to the coarser one, which the paper's rule uses only from 224.
    [Fact]
    public void The_nearest_level_is_an_option()
    {
        var levels = new FeatureLevel[] { new(1, 4), new(1, 8), new(1, 16), new(1, 32) };
        int LevelOf(LevelRounding rounding) => new RegionPlacer(levels, rounding).Place([[new(0, 0, 170, 170)]])[0].Level;
        Assert.Equal((1, 2), (LevelOf(LevelRounding.Floor), LevelOf(LevelRounding.Round)));
    }

    private static double Classification(float[] logits, int[] classes)
    {
        var box = new Box(0, 0, 1, 1);
        // Foreground first, as regions are always ordered.
        var order = Enumerable.Range(0, 20).OrderBy(r => classes[r] == 0).ToArray();
        int[] sorted = [.. order.Select(r => classes[r])];
        float[] rows = [.. order.SelectMany(r => logits[(r * 11)..(r * 11 + 11)])];
        var foreground = sorted.Count(static c => c > 0);
        var targets = new RoiTargets([.. Enumerable.Repeat(box, 20)], sorted, new int[foreground], [.. Enumerable.Repeat(box, foreground)]);
        return new RoiLosses(new(10, BoxSlots.WithBackground), s_options.Head, BoxCoder.Detections)
            .Compute(new(Tensor.From<float>(rows, 20, 11), Tensor.Zeros([20, 44])), [targets], [GroundTruth.None])["classification"].Item();
    }
}
