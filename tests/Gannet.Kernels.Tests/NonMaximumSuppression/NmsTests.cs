using FsCheck;
using FsCheck.Fluent;
using Gannet.Kernels.NonMaximumSuppression;
using Gannet.Kernels.Overlaps;

namespace Gannet.Kernels.Tests.NonMaximumSuppression;

public sealed partial class NmsTests
{
    private static readonly Box[] s_boxes = [new(0, 0, 10, 10), new(1, 1, 11, 11), new(0, 0, 10, 5), new(20, 20, 30, 30), new(0, 0, 10, 10)];
    private static readonly float[] s_scores = [.9f, .8f, .7f, .6f, .5f];

    [Theory]
    [InlineData(.3, new[] { 0, 3 })]
    [InlineData(.5, new[] { 0, 2, 3 })]
    [InlineData(.7, new[] { 0, 1, 2, 3 })]
    public void Known_answers(double threshold, int[] expected) => Assert.Equal(expected, Nms.Keep(s_boxes, s_scores, threshold));

    [Fact]
    public void Known_answer_per_class() => Assert.Equal([0, 1, 2, 3], Nms.KeepPerClass(s_boxes, s_scores, [0, 1, 0, 0, 1], .5));

    [Fact]
    public void Threshold_is_compared_as_a_double()
    {
        // IoU is exactly 0.3f, which is a little more than 0.3 and exactly 0.3f.
        Box[] boxes = [new(0, 0, 10, 1), new(0, 0, 3, 1)];
        Assert.Equal([0], Nms.Keep(boxes, [1f, 1f], .3));
        Assert.Equal([0, 1], Nms.Keep(boxes, [1f, 1f], .3f));
    }

    [Fact]
    public void Limit_keeps_the_best()
    {
        Assert.Equal([0, 1], Nms.Keep(s_boxes, s_scores, .7, limit: 2));
        Assert.Equal([0, 1], Nms.KeepPerClass(s_boxes, s_scores, [0, 1, 0, 0, 1], .5, limit: 2));
        Assert.Empty(Nms.Keep(s_boxes, s_scores, .7, limit: 0));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Nms.Keep(s_boxes, [1, 2, float.NaN, 4, 5], .5));
        Assert.Throws<ArgumentException>(() => Nms.Keep(s_boxes, [1, 2], .5));
        Assert.Throws<ArgumentException>(() => Nms.KeepPerClass(s_boxes, s_scores, [1], .5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nms.Keep(s_boxes, s_scores, 1.5));
        Assert.Throws<ArgumentOutOfRangeException>("limit", () => Nms.Keep(s_boxes, s_scores, .5, -1));
    }

    [Fact]
    public void Equals_the_plain_algorithm() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
        Nms.Keep(sample.Boxes, sample.Scores, .4).SequenceEqual(Plain(sample.Boxes, sample.Scores, .4))).QuickCheckThrowOnFailure();

    [Fact]
    public void Per_class_is_each_class_alone() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
    {
        var expected = sample.Labels.Distinct().SelectMany(label =>
        {
            var members = Enumerable.Range(0, sample.Labels.Length).Where(i => sample.Labels[i] == label).ToArray();
            var kept = Plain([.. members.Select(i => sample.Boxes[i])], [.. members.Select(i => sample.Scores[i])], .4);
            return kept.Select(i => members[i]);
        }).OrderByDescending(i => sample.Scores[i]).ThenBy(static i => i);
        return Nms.KeepPerClass(sample.Boxes, sample.Scores, sample.Labels, .4).SequenceEqual(expected);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Idempotent() => Prop.ForAll(ArbitraryBoxes.Scored, static sample =>
    {
        var kept = Nms.Keep(sample.Boxes, sample.Scores, .4);
        Box[] boxes = [.. kept.Select(i => sample.Boxes[i])];
        return Nms.Keep(boxes, [.. kept.Select(i => sample.Scores[i])], .4).SequenceEqual(Enumerable.Range(0, boxes.Length));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Many_boxes_equal_the_plain_algorithm()
    {
        var random = new Random(5);
        var boxes = new Box[700];
        var scores = new float[700];
        for (var i = 0; i < boxes.Length; i++)
        {
            boxes[i] = Box.FromSize(random.Next(300) * .7f, random.Next(300) * .9f, 5 + random.NextSingle() * 60, 5 + random.NextSingle() * 60);
            scores[i] = random.Next(100) / 100f;
        }

        var kept = Nms.Keep(boxes, scores, .3);
        Assert.InRange(kept.Length, 50, 650);
        Assert.Equal(Plain(boxes, scores, .3), kept);
    }

    [Fact]
    public void Boxes_without_finite_area_suppress_nothing()
    {
        // Twenty-one copies, so that both full vectors and the remainder meet the odd boxes.
        Box[] odd = [new(float.NaN, 0, 10, 10), new(0, 0, float.PositiveInfinity, 10), new(10, 10, 0, 0), new(5, 5, 5, 5)];
        Box[] boxes = [.. odd, .. Enumerable.Range(0, 21).Select(static i => Box.FromSize(i * 20, 0, 10, 10))];
        Assert.Equal(boxes.Length, Nms.Keep(boxes, new float[boxes.Length], .1).Length);
        Assert.Equal(boxes.Length, Nms.Keep([.. boxes.Reverse()], new float[boxes.Length], .1).Length);
    }

    private static int[] Plain(Box[] boxes, float[] scores, double threshold)
    {
        var kept = new List<int>();
        foreach (var i in Enumerable.Range(0, boxes.Length).OrderByDescending(i => scores[i]))
        {
            if (kept.TrueForAll(k => (double)Iou.Of(boxes[k], boxes[i]) <= threshold)) kept.Add(i);
        }

        return [.. kept];
    }
}
