using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Doubts;

namespace Gannet.Evaluation.Tests.Doubts;

// Scores of 1 make a detection's usual score 1, so that confidence is the score itself.
public sealed class LabelDoubtsTests
{
    private static readonly Annotation s_sure = Scene.Object(100, 100, 140, 140), s_other = Scene.Object(150, 20, 190, 60, 1);
    private static readonly DetectedObject s_seen = Found(100, 100, 140, 140, 0, 1), s_seenOther = Found(150, 20, 190, 60, 1, 1);

    [Fact]
    public void A_label_that_the_detector_confirms_has_no_doubt() =>
        Assert.Equal([0, 0], Rank([s_sure, s_other], [s_seen, s_seenOther]).Select(static d => d.Score));

    [Fact]
    public void Another_class_in_the_same_place_is_doubted_by_both_confidences()
    {
        // q(other) · (1 − q(own)) = .8 · (1 − .25)
        var doubt = Rank([s_sure, s_other, Scene.Object(10, 10, 50, 50)], [s_seen, s_seenOther, Found(10, 10, 50, 50, 1, .8f), Found(10, 10, 50, 50, 0, .25f)])[0];
        Assert.Equal((DoubtKind.WrongClass, 2), (doubt.Kind, doubt.Annotation));
        Assert.Equal(.8 * .75, doubt.Score, .0001);
        Assert.Equal(1, doubt.Seen!.Value.Label);
    }

    [Fact]
    public void A_box_that_was_moved_by_a_third_is_fully_doubted()
    {
        // 30 × 30 moved by 10: IoU 600 / 1200 = .5.
        var doubt = Rank([s_sure, s_other, Scene.Object(20, 10, 50, 40)], [s_seen, s_seenOther, Found(10, 10, 40, 40, 0, .9f)])[0];
        Assert.Equal((DoubtKind.BadlyPlaced, 2), (doubt.Kind, doubt.Annotation));
        Assert.Equal(.9, doubt.Score, .0001);

        // Moved by 5: IoU 750 / 1050, a doubt of .9 · (.9 − .714) / .4.
        var half = Rank([s_sure, s_other, Scene.Object(15, 10, 45, 40)], [s_seen, s_seenOther, Found(10, 10, 40, 40, 0, .9f)])[0];
        Assert.Equal(.9 * (.9 - 750 / 1050.0) / .4, half.Score, .0001);
    }

    [Fact]
    public void A_label_without_a_detection_stands_on_nothing()
    {
        var doubt = Rank([s_sure, s_other, Scene.Object(10, 10, 50, 50)], [s_seen, s_seenOther])[0];
        Assert.Equal((DoubtKind.NothingThere, 2, 1.0), (doubt.Kind, doubt.Annotation, doubt.Score));
        Assert.Null(doubt.Seen);
    }

    // Two labels of one object: the detection is matched to the first, but confirms the second, too.
    [Fact]
    public void A_label_on_an_object_does_not_stand_on_nothing_whatever_its_class_and_match()
    {
        var doubts = Rank([s_sure, s_other, Scene.Object(100, 100, 140, 132), Scene.Object(150, 24, 190, 60)], [s_seen, s_seenOther]);
        Assert.DoesNotContain(doubts, static d => d.Kind == DoubtKind.NothingThere && d.Score > 0);
        Assert.Equal((DoubtKind.WrongClass, 3, 1.0), (doubts[0].Kind, doubts[0].Annotation, doubts[0].Score));
    }

    [Fact]
    public void Where_many_objects_lack_a_label_each_is_less_doubtful()
    {
        // Each looks as sure as the usual ones: m = 1, M = 4.
        DetectedObject[] lacking = [.. Enumerable.Range(0, 4).Select(static k => Found(30 * k, 150, 30 * k + 20, 170, 0, 1))];
        Assert.Equal([.5, .5, .5, .5], Rank([s_sure], [s_seen, .. lacking]).Where(static d => d.Kind == DoubtKind.Missing).Select(static d => d.Score));
        Assert.Equal(1, Rank([s_sure], [s_seen, lacking[0]])[0].Score);
    }

    [Fact]
    public void A_detection_without_a_label_is_missing_if_it_looks_like_those_that_have_one()
    {
        // .7 exceeds one of the usual .5 and 1. IoU with the label of 40 × 40: 40 · 10 / (1600 + 1600 − 400) = 1 / 7, too little to be matched.
        var doubts = Rank(
            [s_sure, Scene.Object(10, 10, 50, 50), s_other], [s_seen, Found(10, 10, 50, 50, 0, .5f), s_seenOther, Found(130, 100, 170, 140, 0, .7f)]);
        var missing = doubts.Single(static d => d.Kind == DoubtKind.Missing);
        Assert.Null(missing.Annotation);
        Assert.Equal(.5 * (1 - 1 / 7.0), missing.Score, .0001);
        Assert.Equal(4, doubts.Count);
    }

    [Fact]
    public void Confidence_is_relative_to_what_is_usual_for_the_class()
    {
        // The median of .3, .4 and .5 is .4, so .3 is a confidence of .75: a doubt of .25.
        var doubts = Rank(
            [Scene.Object(0, 0, 20, 20), Scene.Object(30, 0, 50, 20), Scene.Object(60, 0, 80, 20)],
            [Found(0, 0, 20, 20, 0, .3f), Found(30, 0, 50, 20, 0, .4f), Found(60, 0, 80, 20, 0, .5f)]);
        Assert.Equal([.25, 0, 0], doubts.Select(static d => Math.Round(d.Score, 4)));
    }

    [Fact]
    public void Crowds_and_difficult_objects_are_not_doubted_and_lack_nothing_inside()
    {
        Annotation[] labels = [Scene.Object(0, 0, 90, 90) with { IsCrowd = true }, Scene.Object(100, 100, 190, 190) with { IsDifficult = true }];
        Assert.Empty(Rank(labels, [Found(10, 10, 30, 30, 0, .9f), Found(120, 120, 140, 140, 0, .9f)]));
    }

    [Fact]
    public void Every_label_is_listed_once_and_scores_are_shares()
    {
        var random = new Random(1);
        for (var round = 0; round < 50; round++)
        {
            var labels = Enumerable.Range(0, random.Next(12)).Select(_ => Scene.Object(random.Next(100), random.Next(100), 101 + random.Next(90), 101 + random.Next(90), random.Next(2))).ToArray();
            var found = Enumerable.Range(0, random.Next(12)).Select(_ => Found(random.Next(100), random.Next(100), 101 + random.Next(90), 101 + random.Next(90), random.Next(2), random.NextSingle())).ToArray();
            var doubts = Rank(labels, found);
            Assert.Equal(Enumerable.Range(0, labels.Length), doubts.Select(static d => d.Annotation).OfType<int>().Order());
            Assert.All(doubts, static d => Assert.InRange(d.Score, 0, 1));
            foreach (var kind in doubts.Where(static d => d.Score >= DoubtOrder.LeastScore).GroupBy(static d => d.Kind))
                Assert.Equal(kind.OrderByDescending(static d => d.Score).Select(static d => d.Score), kind.Select(static d => d.Score));
        }
    }

    [Fact]
    public void Detections_of_other_pictures_are_refused() =>
        Assert.Throws<ArgumentException>(() => LabelDoubts.Rank(Scene.Dataset(1, Scene.Image(1)), []));

    private static IReadOnlyList<LabelDoubt> Rank(Annotation[] labels, DetectedObject[] found) =>
        LabelDoubts.Rank(Scene.Dataset(2, Scene.Image(1, labels)), [found]);

    private static DetectedObject Found(float x1, float y1, float x2, float y2, int label, float score) => new(new(x1, y1, x2, y2), label, score);
}
