using Gannet.Datasets;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Errors;

namespace Gannet.Evaluation.Tests.Errors;

/// <summary>AP of one of two objects found first is 51 of 101 recall points; the other numbers follow by hand from it.</summary>
public sealed class ErrorCostsTests
{
    private static readonly Annotation[] s_two = [Scene.Object(0, 0, 100, 100), Scene.Object(200, 0, 300, 100)];

    [Fact]
    public void Localization_put_right_finds_the_object() =>
        Costs(s_two, 51.0 / 101, ("Loc", 1, 50.0 / 101), Made.Found(.9f, 0, 0, 100, 100), Made.Found(.8f, 200, 0, 300, 40));

    [Fact]
    public void Classification_put_right_moves_the_detection_to_the_class_of_the_object() =>
        // Class 0 finds one of two. The only object of class 1 is found after a wrong detection: precision .5.
        Costs([.. s_two, Scene.Object(0, 200, 50, 250, 1)], ((51.0 / 101) + .5) / 2, ("Cls", 1, ((50.0 / 101) + .5) / 2),
            Made.Found(.9f, 0, 0, 100, 100), Made.Found(.8f, 200, 0, 300, 100, 1), Made.Found(.7f, 0, 200, 50, 250, 1));

    [Fact]
    public void Both_is_removed() =>
        // The wrong detection of class 1 comes before the right one.
        Costs([s_two[0], Scene.Object(0, 200, 50, 250, 1)], .75, ("Both", 1, .25),
            Made.Found(.9f, 0, 0, 100, 100), Made.Found(.8f, 0, 0, 100, 40, 1), Made.Found(.7f, 0, 200, 50, 250, 1));

    [Fact]
    public void A_duplicate_is_removed() =>
        // Precision 1 up to recall .5, then 2/3.
        Costs(s_two, (51 + (50 * 2.0 / 3)) / 101, ("Dupe", 1, 50.0 / 3 / 101),
            Made.Found(.9f, 0, 0, 100, 100), Made.Found(.8f, 0, 0, 100, 95), Made.Found(.7f, 200, 0, 300, 100));

    [Fact]
    public void Background_is_removed() =>
        Costs(s_two, (51 + (50 * 2.0 / 3)) / 101, ("Bkg", 1, 50.0 / 3 / 101),
            Made.Found(.9f, 0, 0, 100, 100), Made.Found(.8f, 0, 300, 20, 320), Made.Found(.7f, 200, 0, 300, 100));

    [Fact]
    public void A_missed_object_is_no_longer_asked_for() => Costs(s_two, 51.0 / 101, ("Miss", 1, 50.0 / 101), Made.Found(.9f, 0, 0, 100, 100));

    [Fact]
    public void Of_two_mistakes_about_one_object_the_better_is_put_right()
    {
        var matches = Made.Matches(s_two, Made.Found(.9f, 200, 0, 300, 40), Made.Found(.8f, 200, 0, 300, 45), Made.Found(.7f, 0, 0, 100, 100));
        var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
        Assert.Equal(51.0 / 101 / 3, costs.AP50, 1e-12);
        Assert.Equal(1 - costs.AP50, costs.PerType[(int)ErrorType.Localization].Cost, 1e-12);
    }

    [Fact]
    public void Perfect_precision_and_perfect_recall_are_put_right_for_themselves()
    {
        var matches = Made.Matches(s_two, Made.Found(.9f, 0, 300, 20, 320), Made.Found(.8f, 0, 0, 100, 100));
        var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
        Assert.Equal(25.5 / 101, costs.AP50, 1e-12);
        Assert.Equal(25.5 / 101, costs.FalsePositives, 1e-12);
        Assert.Equal(.5 - (25.5 / 101), costs.FalseNegatives, 1e-12);
    }

    [Fact]
    public void Agrees_with_the_paper_s_definitions_on_made_sets()
    {
        var seen = new int[ErrorTypes.All.Count];
        for (var seed = 0; seed < 60; seed++)
        {
            var (dataset, detections) = Made.Random(seed);
            var matches = Made.Matches(dataset, detections);
            var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
            var plain = new PlainTide(dataset, detections);
            Assert.Equal(plain.AP, costs.AP50, 1e-9);
            Assert.Equal(CocoEvaluator.Evaluate(dataset, detections).AP50, costs.AP50, 1e-9);
            foreach (var (type, count, cost) in costs.PerType)
            {
                Assert.Equal(plain.Count(type), count);
                Assert.Equal(plain.Cost(type), cost, 1e-9);
                if (cost > 0) seen[(int)type]++;
            }

            Assert.Equal(plain.FalsePositives, costs.FalsePositives, 1e-9);
            Assert.Equal(plain.FalseNegatives, costs.FalseNegatives, 1e-9);
        }

        // Sets without mistakes would agree, too.
        Assert.All(seen, static count => Assert.True(count >= 10));
    }

    [Fact]
    public void If_nothing_was_detected_missed_objects_cost_everything()
    {
        var matches = Made.Matches(s_two);
        var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
        Assert.Equal((0, 1, 1), (costs.AP50, costs.PerType[(int)ErrorType.Missed].Cost, costs.FalseNegatives));
    }

    [Fact]
    public void Without_objects_nothing_costs_anything()
    {
        var matches = Made.Matches([], Made.Found(.9f, 0, 0, 10, 10));
        var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
        Assert.Equal(-1, costs.AP50);
        Assert.All(costs.PerType, static cost => Assert.Equal(0, cost.Cost));
    }

    private static void Costs(Annotation[] objects, double ap, (string Type, int Count, double Cost) expected, params DetectedObject[] detections)
    {
        var matches = Made.Matches(objects, detections);
        var costs = ErrorCosts.Compute(matches, DetectionError.Find(matches));
        Assert.Equal(ap, costs.AP50, 1e-12);
        var cost = Assert.Single(costs.PerType, cost => cost.Count > 0);
        Assert.Equal((expected.Type, expected.Count), (cost.Type.ShortName(), cost.Count));
        Assert.Equal(expected.Cost, cost.Cost, 1e-12);
    }
}
