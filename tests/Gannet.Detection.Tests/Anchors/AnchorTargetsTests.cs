using Gannet.Detection.Anchors;
using Gannet.Detection.Proposals;
using Gannet.Kernels.Matching;

namespace Gannet.Detection.Tests.Anchors;

public sealed class AnchorTargetsTests
{
    private static readonly Box s_window = new(0, 0, 100, 100);
    private static readonly Box s_truth = new(0, 0, 10, 10);
    private static readonly ProposalOptions s_options = new() { ForegroundIou = .2f, BackgroundIou = 0, ForceBest = false };

    // The second box shares a corner with the object, the third is far away: IoU and GIoU label them differently.
    [Theory]
    [InlineData(BoxOverlap.Iou, new[] { 0, 1 }, new int[0])]
    [InlineData(BoxOverlap.Giou, new[] { 0 }, new[] { 2 })]
    public void Anchors_are_assigned_by_the_measure_that_is_asked_for(BoxOverlap overlap, int[] positive, int[] negative)
    {
        var targets = Assign([new(0, 0, 10, 5), new(4, 4, 14, 14), new(30, 0, 40, 10)], s_options with { Overlap = overlap });
        Assert.Equal(positive, targets.Sample.Positive);
        Assert.Equal(negative, targets.Sample.Negative);
    }

    [Fact]
    public void The_question_s_thresholds_are_free()
    {
        Box[] anchors = [new(0, 0, 10, 6), new(0, 0, 10, 3), new(60, 60, 70, 70)];
        var targets = Assign(anchors, new() { ForegroundIou = .5f, BackgroundIou = .1f });
        Assert.Equal(([0], [2]), (targets.Sample.Positive, targets.Sample.Negative), Same);
        targets = Assign(anchors, new() { ForegroundIou = .5f, BackgroundIou = .4f });
        Assert.Equal(([0], [1, 2]), (targets.Sample.Positive, targets.Sample.Negative), Same);
    }

    [Fact]
    public void Anchors_on_a_crowd_are_no_background()
    {
        Box[] anchors = [new(50, 50, 60, 60), new(70, 70, 80, 80)];
        var grid = new AnchorGrid(anchors, [2]);
        var truth = new GroundTruth([s_truth], [0]) { Crowds = [new(40, 40, 65, 65)] };
        Assert.Equal([1], AnchorTargets.Assign(grid, truth, s_window, new() { ForceBest = false }, new Random(1)).Sample.Negative);
    }

    // A box that touches the edge is inside; RFCN-tensorflow excluded such boxes.
    [Theory]
    [InlineData(true, new[] { 1, 2 })]
    [InlineData(false, new[] { 0, 1, 2, 3 })]
    public void Anchors_that_cross_the_edge_can_be_left_out(bool insideOnly, int[] negative)
    {
        Box[] anchors = [new(-1, 50, 20, 70), new(80, 80, 100, 100), new(50, 50, 60, 60), new(90, 50, 100.5f, 60)];
        Assert.Equal(negative, Assign(anchors, new() { InsideOnly = insideOnly }).Sample.Negative);
    }

    // The window of a letterboxed image counts, not the input; indices refer to all anchors.
    [Fact]
    public void Inside_is_inside_the_picture()
    {
        var grid = new AnchorGrid([new(0, 0, 10, 10), new(0, 20, 10, 30)], [2]);
        var targets = AnchorTargets.Assign(grid, new([new(0, 20, 10, 30)], [0]), new(0, 20, 100, 80), new() { InsideOnly = true }, new Random(1));
        Assert.Equal(([1], []), (targets.Sample.Positive, targets.Sample.Negative), Same);
        Assert.Equal([new Box(0, 20, 10, 30)], targets.Objects);
    }

    [Theory]
    [InlineData(null, .25, 4, 12)]
    [InlineData(8, .5, 4, 4)]
    [InlineData(8, .25, 2, 6)]
    public void The_minibatch_has_the_size_and_share_that_are_asked_for(int? samples, double fraction, int positives, int negatives)
    {
        Box[] anchors = [.. Enumerable.Repeat(s_truth, 4), .. Enumerable.Repeat(new Box(50, 50, 60, 60), 30)];
        var sample = Assign(anchors, new() { Samples = samples, PositiveFraction = fraction }).Sample;
        Assert.Equal((positives, negatives), (sample.Positive.Length, sample.Negative.Length));
    }

    private static AnchorTargets Assign(Box[] anchors, ProposalOptions options) =>
        AnchorTargets.Assign(new(anchors, [anchors.Length]), new([s_truth], [0]), s_window, options, new Random(1));

    private static bool Same((int[] A, int[] B) x, (int[] A, int[] B) y) => x.A.SequenceEqual(y.A) && x.B.SequenceEqual(y.B);
}
