using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Tests.Simd;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed partial class NmsTests
{
    public static TheoryData<double> Thresholds => [0, .05, .1, .3, .5, .7, .95, 1];

    // Enough boxes for many buckets, few enough for the plain algorithm.
    [Theory]
    [MemberData(nameof(Thresholds))]
    public void Every_plan_equals_the_plain_algorithm(double threshold)
    {
        var random = new Random(17);
        foreach (var boxes in (Box[][])[OddBoxes.Crowded(1200, random), OddBoxes.Mixed(300, random), OddBoxes.Mixed(40, random), []])
        {
            float[] scores = [.. boxes.Select(_ => random.Next(40) / 4f - 3)];
            var expected = Plain(boxes, scores, threshold);
            Assert.All(KernelPlans.All, plan => Assert.Equal(expected, Nms.Keep(boxes, scores, threshold, int.MaxValue, plan)));
        }
    }

    // More pairs than one thread is given.
    [Fact]
    public void Every_plan_keeps_the_same_of_each_class()
    {
        var random = new Random(23);
        var boxes = OddBoxes.Mixed(7000, random);
        float[] scores = [.. boxes.Select(_ => random.Next(400) / 4f)];
        int[] labels = [.. boxes.Select(_ => random.Next(3) - 1)];
        var expected = Enumerable.Range(-1, 3).SelectMany(label =>
        {
            var members = Enumerable.Range(0, boxes.Length).Where(k => labels[k] == label).ToArray();
            return Plain([.. members.Select(k => boxes[k])], [.. members.Select(k => scores[k])], .5).Select(k => members[k]);
        }).OrderByDescending(k => scores[k]).ThenBy(static k => k).ToArray();
        Assert.InRange(expected.Length, 500, 6500);
        Assert.All(KernelPlans.All, plan => Assert.Equal(expected, Nms.KeepPerClass(boxes, scores, labels, .5, int.MaxValue, plan)));
        Assert.All(KernelPlans.All, plan => Assert.Equal(expected[..700], Nms.KeepPerClass(boxes, scores, labels, .5, 700, plan)));
    }

    // Boxes of all shapes around one point: the box that suppresses another may lie in a different bucket.
    [Fact]
    public void Near_the_threshold_no_cell_is_missed()
    {
        var random = new Random(29);
        Box[] boxes = [.. Enumerable.Range(0, 1500).Select(_ =>
        {
            var (x, y, width, height) = (random.NextSingle() * 400, random.NextSingle() * 300, 10 + random.NextSingle() * 12, 80 + random.NextSingle() * 90);
            return random.Next(2) == 0 ? Box.FromSize(x, y, width, height) : Box.FromSize(x, y, height, width);
        })];
        float[] scores = [.. boxes.Select(_ => random.NextSingle())];
        foreach (var threshold in (double[])[.12, .25, .4, .6, .8])
            Assert.Equal(Plain(boxes, scores, threshold), Nms.Keep(boxes, scores, threshold));
    }
}
