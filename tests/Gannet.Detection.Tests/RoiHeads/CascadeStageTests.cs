using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.RoiHeads;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiHeads;

[LeakCheck]
public sealed class CascadeStageTests
{
    private static readonly HeadOptions s_paper = new()
    {
        Width = 4,
        BoxSlots = BoxSlots.Agnostic,
        Cascade = [new(), new() { ForegroundIou = 0.7f, BoxWeights = [30, 30, 15, 15] }],
    };

    // Of the object's height, the regions cover 50, 60, 65, 70 and 80 %: their IoU.
    private static readonly Box[] s_regions = [new(0, 0, 10, 5), new(0, 0, 10, 6), new(0, 0, 10, 6.5f), new(0, 0, 10, 7), new(0, 0, 10, 8)];

    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    public void Each_stage_labels_by_its_own_iou_and_drops_no_background(int stage, int foreground)
    {
        var options = CascadeStage.OptionsOf(s_paper)[stage];
        var targets = RoiTargets.All(s_regions, new([new(0, 0, 10, 10)], [1]), options with { AddTruths = false });
        Assert.Equal(foreground, targets.Positives);
        Assert.Equal(5, targets.Boxes.Length);
        Assert.Equal(s_regions[^foreground..], targets.Boxes[..foreground]);
        Assert.Equal([.. Enumerable.Repeat(2, foreground), .. new int[5 - foreground]], targets.Classes);
    }

    [Fact]
    public void Ground_truth_joins_only_at_the_start() =>
        Assert.Equal([true, false, false], CascadeStage.OptionsOf(s_paper).Select(static o => o.AddTruths));

    [Fact]
    public void Boxes_move_are_clipped_and_dropped_if_nothing_is_left()
    {
        using var scope = TensorScope.Enter();
        using var stage = new CascadeStage(new FullyConnectedBoxHead(4, s_paper), 2, CascadeStage.OptionsOf(s_paper)[1]);
        Box[] regions = [new(10, 10, 20, 30), new(40, 40, 48, 48), new(5, 5, 9, 9), new(20, 0, 30, 10)];
        // In units of a twentieth of the sides: half a width to the right; a width, over the edge; five widths, out of the image; NaN.
        float[] deltas = [10, 0, 0, 0, 20, 0, 0, 0, 250, 0, 0, 0, float.NaN, 0, 0, 0];
        var refined = stage.Refine(new(Tensor.Zeros([4, 3]), Tensor.From<float>(deltas, 4, 4)), [regions[..2], regions[2..]],
            [new(new(50, 50), new(50, 50)), new(new(50, 50), new(50, 50))]);
        Assert.Equal([new Box(15, 10, 25, 30), new Box(48, 40, 50, 48)], refined[0]);
        Assert.Empty(refined[1]);
    }
}
