using Gannet.Detection.Images;
using Gannet.Detection.Masks;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.Masks;

namespace Gannet.Detection.Tests.Masks;

public sealed class MaskRegionTests
{
    private static readonly ObjectMask s_outline = new(new([[10, 20, 30, 20, 30, 60, 10, 60]]));
    private static readonly GroundTruth s_truth = new([new(10, 20, 30, 60), new(50, 50, 60, 60), new(10, 20, 30, 60)], [4, 1, 2])
    {
        Masks = [s_outline, null, s_outline.Shift(1, 0)],
    };

    [Fact]
    public void Foreground_regions_learn_the_mask_of_their_object_where_it_has_one()
    {
        Box[] boxes = [new(0, 0, 5, 5), new(1, 1, 6, 6), new(2, 2, 7, 7), new(3, 3, 8, 8)];
        var regions = new RoiTargets(boxes, [3, 2, 5, 0], [2, 1, 0], [s_truth.Boxes[2], s_truth.Boxes[1], s_truth.Boxes[0]]);
        Assert.Equal([new(boxes[0], 2, s_truth.Masks![2]!), new(boxes[2], 4, s_outline)], MaskRegion.Of(regions, s_truth));
        Assert.Empty(MaskRegion.Of(regions, s_truth with { Masks = null }));
    }

    [Fact]
    public void Outlines_go_into_the_input_with_their_boxes()
    {
        var placement = new ImagePlacement(new(100, 100), new(200, 300), 5, 7, new(5, 7, 305, 207));
        var moved = placement.ToInput(s_truth);
        Assert.Null(moved.Masks![1]);
        var drawn = new float[28 * 28];
        moved.Masks[0]!.Draw(moved.Boxes[0], 28, drawn);
        Assert.All(drawn, static value => Assert.Equal(1, value));
        moved.Masks[0]!.Draw(moved.Boxes[0].Shift(60, 0), 28, drawn);
        Assert.All(drawn, static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Objects_that_are_cut_off_take_their_outlines_with_them()
    {
        var placement = new ImagePlacement(new(100, 100), new(100, 100), 0, -45, new(0, 0, 100, 40));
        var cut = placement.ToInput(s_truth with { Boxes = [new(10, 20, 30, 40), new(50, 50, 60, 60), new(10, 20, 30, 60)] });
        Assert.Equal([1, 2], cut.Labels);
        Assert.Equal([true, false], cut.Masks!.Select(static m => m is null));
    }
}
