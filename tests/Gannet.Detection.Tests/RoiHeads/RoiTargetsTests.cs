using Gannet.Detection.RoiHeads;

namespace Gannet.Detection.Tests.RoiHeads;

public sealed class RoiTargetsTests
{
    private static readonly GroundTruth s_truth = new([new(0, 0, 10, 10)], [1]);

    // IoU with the object: .6, .2, .05, 0.
    private static readonly Box[] s_proposals = [new(0, 0, 10, 6), new(0, 0, 10, 2), new(0, 0, 5, 1), new(50, 50, 60, 60)];

    [Theory]
    [InlineData(0, 3)]
    [InlineData(.1f, 1)]
    [InlineData(.04f, 2)]
    public void Regions_that_overlap_nothing_can_be_left_out(float floor, int background)
    {
        var options = new HeadOptions { BackgroundFloor = floor, AddTruths = false };
        var (sampled, all) = (RoiTargets.Assign(s_proposals, s_truth, options, new Random(1)), RoiTargets.All(s_proposals, s_truth, options));
        Assert.Equal((1, background), (sampled.Positives, sampled.Boxes.Length - sampled.Positives));
        Assert.Equal((1, background), (all.Positives, all.Boxes.Length - all.Positives));
    }

    [Fact]
    public void Regions_on_a_crowd_are_no_background()
    {
        var targets = RoiTargets.All(s_proposals, s_truth with { Crowds = [new(40, 40, 90, 90)] }, new HeadOptions { AddTruths = false });
        Assert.Equal(s_proposals[..3], targets.Boxes);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void Objects_can_join_the_proposals(bool addTruths, int positives)
    {
        var targets = RoiTargets.Assign(s_proposals, s_truth, new() { AddTruths = addTruths }, new Random(1));
        Assert.Equal(positives, targets.Positives);
        Assert.Equal(addTruths, targets.Boxes.Contains(s_truth.Boxes[0]));
    }

    // One foreground region is a third of all: two background regions, not three.
    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 3)]
    public void The_ratio_can_be_kept_where_foreground_is_rare(bool keepRatio, int background)
    {
        var options = new HeadOptions { KeepRatio = keepRatio, PositiveFraction = 1 / 3.0, AddTruths = false };
        var targets = RoiTargets.Assign(s_proposals, s_truth, options, new Random(1));
        Assert.Equal((1, background), (targets.Positives, targets.Boxes.Length - targets.Positives));
    }

    [Fact]
    public void Between_the_thresholds_a_region_is_ignored()
    {
        var targets = RoiTargets.Assign(s_proposals, s_truth, new() { BackgroundIou = .1f, AddTruths = false }, new Random(1));
        Assert.Equal([s_proposals[0], s_proposals[2], s_proposals[3]], targets.Boxes);
        targets = RoiTargets.Assign(s_proposals, s_truth, new() { ForegroundIou = .15f, BackgroundIou = .15f, AddTruths = false }, new Random(1));
        Assert.Equal([2, 2, 0, 0], targets.Classes);
    }

    [Fact]
    public void Without_a_size_all_foreground_comes_with_its_share_of_background()
    {
        var options = new HeadOptions { Samples = null, PositiveFraction = .5, AddTruths = false };
        Assert.Equal([2, 0], RoiTargets.Assign(s_proposals, s_truth, options, new Random(1)).Classes);
    }

    [Fact]
    public void A_selection_keeps_foreground_first()
    {
        var chosen = RoiTargets.All(s_proposals, s_truth, new()).Select([3, 0]);
        Assert.Equal([s_proposals[0], s_proposals[2]], chosen.Boxes); // regions 0 and 1 are foreground, 3 is the second background region
        Assert.Equal((1, 1), (chosen.Positives, chosen.ObjectBoxes.Length));
    }
}
