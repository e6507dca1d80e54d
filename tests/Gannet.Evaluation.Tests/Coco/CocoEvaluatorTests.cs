using FsCheck;
using FsCheck.Fluent;
using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Coco;

namespace Gannet.Evaluation.Tests.Coco;

public partial class CocoEvaluatorTests
{
    private const int Classes = 3;

    [Fact]
    public void Agrees_with_the_plain_evaluator_on_random_scenes()
    {
        var defined = new int[12];
        Prop.ForAll(Scenes(), scene =>
        {
            var expected = PlainCocoEvaluator.Evaluate(scene.Dataset, scene.Detections);
            var actual = Numbers(CocoEvaluator.Evaluate(scene.Dataset, scene.Detections));
            for (var i = 0; i < 12; i++)
            {
                if (expected[i] > 0) defined[i]++;
            }

            return expected.Zip(actual).All(static pair => Math.Abs(pair.First - pair.Second) < 1e-9);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(150));

        // Scenes that exercise nothing would agree too.
        Assert.All(defined, static count => Assert.True(count >= 10, $"a number was above zero in only {count} scenes"));
    }

    [Fact]
    public void The_order_of_pictures_does_not_matter() => Prop.ForAll(Scenes(), static scene =>
    {
        var order = Enumerable.Range(0, scene.Detections.Count).Reverse().ToList();
        var turned = CocoEvaluator.Evaluate(
            scene.Dataset with { Images = [.. order.Select(i => scene.Dataset.Images[i])] },
            [.. order.Select(i => scene.Detections[i])]);
        return Numbers(turned).SequenceEqual(Numbers(CocoEvaluator.Evaluate(scene.Dataset, scene.Detections)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_perfect_detector_scores_one()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 20, 20)), Scene.Image(2, Scene.Object(0, 0, 50, 50)));
        var scores = CocoEvaluator.Evaluate(
            dataset, [.. dataset.Images.Select(static p => new[] { new DetectedObject(p.Annotations[0].Box, 0, .5f) })]);
        Assert.Equal(1, scores.AP, 9);
        Assert.Equal(1, scores.AR1, 9);
        Assert.Equal(-1, scores.APl);
        Assert.Equal(2, Assert.Single(scores.PerClass).Objects);
    }

    [Fact]
    public void No_detections_score_zero_and_no_objects_score_minus_one()
    {
        Assert.Equal(0, CocoEvaluator.Evaluate(Scene.Dataset(1, Scene.Image(1, Scene.Object(0, 0, 20, 20))), [[]]).AP);
        Assert.Equal(-1, CocoEvaluator.Evaluate(Scene.Dataset(1, Scene.Image(1)), [[new(new(0, 0, 5, 5), 0, 1)]]).AP);
        Assert.Equal(-1, CocoEvaluator.Evaluate(Scene.Dataset(0), []).AP);
    }

    [Fact]
    public void A_crowd_forgives_any_number_of_detections_inside_it()
    {
        var dataset = Scene.Dataset(
            1, Scene.Image(1, Scene.Object(0, 0, 100, 100) with { IsCrowd = true }, Scene.Object(150, 150, 180, 180)));
        DetectedObject[] detections = [new(new(0, 0, 20, 20), 0, .9f), new(new(30, 30, 60, 60), 0, .8f), new(new(150, 150, 180, 180), 0, .7f)];
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [detections]).AP, 9);
    }

    [Fact]
    public void Difficult_objects_count_unless_asked_otherwise()
    {
        var dataset = Scene.Dataset(
            1, Scene.Image(1, Scene.Object(0, 0, 20, 20) with { IsDifficult = true }, Scene.Object(50, 50, 80, 80)));
        DetectedObject[] detections = [new(new(50, 50, 80, 80), 0, .7f)];
        Assert.Equal(0.5, CocoEvaluator.Evaluate(dataset, [detections]).AR100, 9);
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [detections], new() { IgnoreDifficult = true }).AR100, 9);
    }

    [Fact]
    public void Proposals_are_scored_by_recall_whatever_their_class()
    {
        var dataset = Scene.Dataset(2, Scene.Image(1, Scene.Object(0, 0, 20, 20), Scene.Object(50, 50, 80, 80, label: 1)));
        var clutter = Enumerable.Range(0, 150).Select(static i => new DetectedObject(new(100 + (i % 10), 100, 130, 130), 0, .9f));
        var scores = CocoEvaluator.EvaluateProposals(
            dataset, [[new(new(0, 0, 20, 20), 0, 1), .. clutter, new(new(50, 50, 80, 80), 0, .1f)]]);
        Assert.Equal(0.5, scores.AR100, 9);
        Assert.Equal(1, scores.AR300, 9);
        Assert.Equal(1, scores.AR1000, 9);
    }

    // IoU .52: right at .50 only.
    [Fact]
    public void A_class_has_the_mean_over_the_thresholds_and_the_first()
    {
        var dataset = Scene.Dataset(2, Scene.Image(1, Scene.Object(0, 0, 100, 100)));
        var scores = CocoEvaluator.Evaluate(dataset, [[new DetectedObject(new(0, 0, 100, 52), 0, 1)]]);
        Assert.Equal([.1, 1, 0], [scores.AP, scores.AP50, scores.AP75], static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([.1, -1], scores.PerClass.Select(static c => c.AP), static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal([1, -1], scores.PerClass.Select(static c => c.AP50), static (a, b) => Math.Abs(a - b) < 1e-12);
    }

    // One object of each size; so many better-scored detections come before the right one that only the largest limit includes it.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Recall_by_size_is_that_of_the_largest_limit(int found)
    {
        Box[] sizes = [new(0, 0, 20, 20), new(0, 30, 50, 80), new(60, 60, 160, 160)];
        var dataset = Scene.Dataset(1, Scene.Image(1, [.. sizes.Select(static b => Scene.Object(b.X1, b.Y1, b.X2, b.Y2))]));
        DetectedObject[] Ranked(int better) =>
            [.. Enumerable.Range(0, better).Select(static k => new DetectedObject(new(170 + k % 9, 0, 190, 10), 0, .9f)), new(sizes[found], 0, .1f)];
        double[] bySize = [found == 0 ? 1 : 0, found == 1 ? 1 : 0, found == 2 ? 1 : 0];

        var scores = CocoEvaluator.Evaluate(dataset, [Ranked(15)]);
        Assert.Equal([0, 0, 1 / 3.0], [scores.AR1, scores.AR10, scores.AR100], static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(bySize, new[] { scores.ARs, scores.ARm, scores.ARl });
        Assert.Equal(1 / 3.0, CocoEvaluator.Evaluate(dataset, [Ranked(5)]).AR10, 12);

        var proposals = CocoEvaluator.EvaluateProposals(dataset, [Ranked(400)]);
        Assert.Equal([0, 0, 1 / 3.0], [proposals.AR100, proposals.AR300, proposals.AR1000], static (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(bySize, new[] { proposals.ARs, proposals.ARm, proposals.ARl });
    }

    [Fact]
    public void Objects_of_less_than_a_pixel_count()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1, Scene.Object(1, 1, 1.5f, 1.5f)));
        Assert.Equal(1, CocoEvaluator.Evaluate(dataset, [[new DetectedObject(new(1, 1, 1.5f, 1.5f), 0, 1)]]).AP, 9);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1));
        Assert.Throws<ArgumentException>(() => CocoEvaluator.Evaluate(dataset, []));
        Assert.Throws<ArgumentException>(() => CocoEvaluator.Evaluate(dataset, [[new(new(0, 0, 1, 1), 0, float.NaN)]]));
        Assert.Throws<ArgumentException>(() => CocoEvaluator.Evaluate(dataset, [[new(new(0, 0, 1, 1), 1, 1)]]));
    }

    private static double[] Numbers(CocoScores s) =>
        [s.AP, s.AP50, s.AP75, s.APs, s.APm, s.APl, s.AR1, s.AR10, s.AR100, s.ARs, s.ARm, s.ARl];

    // Whole numbers and few scores, so that equal overlaps and equal scores are common; detections lie near objects, so that many match.
    private static Arbitrary<RandomScene> Scenes() => Arb.From(
        from pictures in Gen.Choose(0, 4)
        from truths in Gen.ListOf(Gen.ListOf(Objects(), 5), pictures)
        from found in Gen.ListOf(Gen.ListOf(Finds(), 9), pictures)
        select Make([.. truths.Select(static list => list.ToArray())], [.. found.Select(static list => list.ToArray())]));

    private static Gen<Annotation> Objects() =>
        from x in Gen.Choose(0, 9)
        from y in Gen.Choose(0, 3)
        from size in Gen.Elements(8, 30, 32, 60, 96, 120)
        from label in Gen.Choose(0, Classes - 1)
        from crowd in Gen.Frequency((6, Gen.Constant(false)), (1, Gen.Constant(true)))
        select Scene.Object(x * 10, y * 10, (x * 10) + size, (y * 10) + size, label) with { IsCrowd = crowd };

    private static Gen<(int Near, int Grow, int Shift, int Label, int Score)> Finds() =>
        from near in Gen.Choose(0, 5)
        from grow in Gen.Choose(-4, 4)
        from shift in Gen.Choose(-2, 2)
        from label in Gen.Frequency((4, Gen.Constant(-1)), (1, Gen.Choose(0, Classes - 1)))
        from score in Gen.Choose(1, 5)
        select (near, grow, shift, label, score);

    private static RandomScene Make(Annotation[][] truths, (int Near, int Grow, int Shift, int Label, int Score)[][] found)
    {
        var pictures = truths.Select(static (list, i) => Scene.Image((i * 7) % 5, list)).ToList();
        var detections = found.Select((list, i) => list.Select(f =>
        {
            var near = f.Near < truths[i].Length ? truths[i][f.Near] : Scene.Object(90, 90, 110, 110);
            var box = new Box(near.Box.X1 + f.Shift, near.Box.Y1, near.Box.X2 + f.Shift + f.Grow, near.Box.Y2 + f.Grow);
            return new DetectedObject(box, f.Label < 0 ? near.Label : f.Label, f.Score / 5f);
        }).ToList()).ToList();
        return new RandomScene(Scene.Dataset(Classes, pictures), detections);
    }

    private sealed record RandomScene(AnnotatedDataset Dataset, IReadOnlyList<IReadOnlyList<DetectedObject>> Detections);
}
