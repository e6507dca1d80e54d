using Gannet.Detection.Anchors;
using Gannet.Detection.Necks;
using Gannet.Kernels.Overlaps;

namespace Gannet.Detection.Tests.Anchors;

public sealed class AnchorReachTests
{
    private static readonly FeatureLevel[] s_levels = [new(8, 8), new(8, 16), new(8, 32)];

    [Fact]
    public void An_object_on_an_anchor_is_reached_wholly()
    {
        // The square anchor of 32 pixels around (24, 16), and a box of half its width there.
        var options = new AnchorOptions { Sizes = [[32], [64], [128]], Ratios = [1] };
        Assert.Equal([1, .5f, 0], AnchorReach.Of(options, s_levels, new(128, 128), [new(8, 0, 40, 32), new(16, 0, 32, 32), new(5, 5, 5, 9)]));
    }

    public static TheoryData<int, bool, float> Grids => new() { { 1, false, 0 }, { 2, false, .5f }, { 1, true, 0 } };

    [Theory]
    [MemberData(nameof(Grids))]
    public void It_is_the_best_of_all_anchors(int step, bool fixedStrides, float offset)
    {
        var options = new AnchorOptions { Sizes = [[20], [40], [90]], Step = step, FixedStrides = fixedStrides, Offset = offset };
        var (height, width) = (152, 200);
        var anchors = new AnchorGenerator(options).Generate(
            height, width, [.. s_levels.Select(l => ((height + l.Stride - 1) / l.Stride, (width + l.Stride - 1) / l.Stride))], s_levels).Boxes;
        var random = new Random(3);
        Box[] objects = [.. Enumerable.Range(0, 200).Select(_ => Box.FromSize(random.Next(width - 10), random.Next(height - 10), 4 + random.Next(90), 4 + random.Next(90)))];
        var reach = AnchorReach.Of(options, s_levels, new(height, width), objects);
        for (var k = 0; k < objects.Length; k++) Assert.Equal(anchors.Max(anchor => Iou.Of(anchor, objects[k])), reach[k], 1e-5f);
    }
}
