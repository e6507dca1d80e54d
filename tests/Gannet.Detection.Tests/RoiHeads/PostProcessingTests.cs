using Gannet.Detection.Boxes;
using Gannet.Detection.Images;
using Gannet.Detection.RoiHeads;
using Gannet.Kernels.BoxCoding;
using Gannet.Torch;

namespace Gannet.Detection.Tests.RoiHeads;

[LeakCheck]
public sealed class PostProcessingTests
{
    private static readonly ImagePlacement s_placement = new(new ImageSize(50, 50), new ImageSize(50, 50));
    private static readonly Box[] s_proposals = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(20, 20, 40, 40)];

    // The first proposal's best class is suppressed, but its other class stays: one region can give two detections.
    [Fact]
    public void Selection_is_torchvisions() => Assert.Equal(
        [(1, s_proposals[2], .9362), (0, s_proposals[1], .8590), (1, s_proposals[0], .1142)], Select(new DetectionOptions()));

    // matterport takes the best class of each region before suppression: the first region's other class is never a candidate.
    [Fact]
    public void The_best_class_only_gives_each_region_one_chance() => Assert.Equal(
        [(1, s_proposals[2], .9362), (0, s_proposals[1], .8590)], Select(new DetectionOptions { BestClassOnly = true }));

    // RFCN-tensorflow suppresses across classes.
    [Fact]
    public void Across_classes_the_better_removes_the_other() => Assert.Equal(
        [(1, s_proposals[2], .9362), (0, s_proposals[1], .8590)], Select(new DetectionOptions { AcrossClasses = true }));

    // Class 0 of the first region, .8438, is overlapped by the second region's by 81 / 119. Linear: .8438 · (1 − IoU); Gaussian: .8438 · exp(−IoU² / .5).
    [Theory]
    [InlineData(SoftNmsKind.Linear, .2694)]
    [InlineData(SoftNmsKind.Gaussian, .334)]
    public void Soft_suppression_lowers_the_score_of_the_weaker(SoftNmsKind kind, double score) => Assert.Equal(
        [(1, s_proposals[2], .9362), (0, s_proposals[1], .8590), (0, s_proposals[0], score), (1, s_proposals[0], .1142)],
        Select(new DetectionOptions { SoftNms = kind }));

    [Fact]
    public void Options_of_soft_suppression_are_read()
    {
        Assert.Equal(.8438, Select(new DetectionOptions { SoftNms = SoftNmsKind.Linear, NmsThreshold = .7 }).ElementAt(2).Score);
        Assert.Equal(.5309, Select(new DetectionOptions { SoftNms = SoftNmsKind.Gaussian, SoftNmsSigma = 1 }).ElementAt(2).Score);
        // All classes as one: .1142 · (1 − 1) of the first region's other class is dropped.
        Assert.Equal([.9362, .859, .2694], Select(new DetectionOptions { SoftNms = SoftNmsKind.Linear, AcrossClasses = true }).Select(static d => d.Score));
    }

    [Fact]
    public void A_softened_score_must_stay_above_the_threshold() => Assert.Equal(
        [(1, s_proposals[2], .9362), (0, s_proposals[1], .8590)],
        Select(new DetectionOptions { SoftNms = SoftNmsKind.Linear, ScoreThreshold = .27f }));

    [Theory]
    [InlineData(BoxSlots.WithBackground, 12)]
    [InlineData(BoxSlots.PerClass, 8)]
    [InlineData(BoxSlots.Agnostic, 4)]
    public void Every_layout_of_boxes_is_read_in_its_order(BoxSlots slots, int deltas)
    {
        using var scope = TensorScope.Enter();
        var layout = new BoxLayout(2, slots);
        var values = new float[deltas];
        values[layout.SlotOf(1) * 4] = 1; // one tenth of the width to the right
        var selector = new PostProcessing(layout, BoxCoder.Detections);
        var found = selector.Select(new(Tensor.From<float>([0, 0, 9], 1, 3), Tensor.From<float>(values, 1, deltas)), [[new(0, 0, 10, 10)]], [s_placement], new());
        Assert.Equal((1, new Box(1, 0, 11, 10)), (found[0][0].Label, found[0][0].Box));
    }

    [Fact]
    public void No_region_gives_no_detection()
    {
        using var scope = TensorScope.Enter();
        var selector = new PostProcessing(new(2, BoxSlots.WithBackground), BoxCoder.Detections);
        Assert.Empty(selector.Select(new(Tensor.Zeros([0, 3]), Tensor.Zeros([0, 12])), [[]], [s_placement], new())[0]);
    }

    private static IEnumerable<(int Label, Box Box, double Score)> Select(DetectionOptions options)
    {
        using var scope = TensorScope.Enter();
        var selector = new PostProcessing(new(2, BoxSlots.WithBackground), BoxCoder.Detections);
        var logits = Tensor.From<float>([0, 3, 1, 0, 2.5f, 0, 1, 0, 4], 3, 3);
        var found = selector.Select(new(logits, Tensor.Zeros([3, 12])), [s_proposals], [s_placement], options)[0];
        return found.Select(static d => (d.Label, d.Box, Math.Round(d.Score, 4)));
    }
}
