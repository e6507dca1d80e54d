using Gannet.Detection.Anchors;
using Gannet.Detection.Explanation;
using Gannet.Detection.Images;
using Gannet.Detection.Proposals;

namespace Gannet.Detection.Tests.Explanation;

/// <summary>One object is removed at each stage in turn, in traces made by hand.</summary>
public sealed class ObjectTracingTests
{
    // IoU with the object: of Near 30 · 40 / (40 · 40) = .75, of Beside 10 · 40 / (70 · 40) = 1/7, of Far 0.
    private static readonly Box s_object = new(10, 10, 50, 50), s_near = new(10, 10, 40, 50), s_beside = new(40, 10, 80, 50), s_far = new(60, 60, 90, 90);

    private static readonly TracedBox s_proposal = new(s_near, .6f, 0, 0), s_better = new(s_beside, .9f, 0, 1);
    private static readonly TracedBox s_candidate = new(s_object, .7f, 0, 0), s_winner = new(s_near, .8f, 0, 1);

    [Fact]
    public void What_was_found_is_lost_nowhere()
    {
        var o = Lose(new());
        Assert.Equal((LostAt.Nowhere, 0), (o.Lost, o.Detection));
        Assert.Equal(.75f, o.AnchorIou);
    }

    [Fact]
    public void No_anchor_reaches_it()
    {
        var o = Lose(new() { Anchors = [s_beside, s_far], Predicted = [s_beside, s_far], Entered = [], Proposals = [s_far], Regions = [s_far], Refined = [s_far, s_far], Candidates = [] });
        Assert.Equal((LostAt.Anchors, 1 / 7f, .5f), (o.Lost, o.Value, o.Needed));
    }

    [Fact]
    public void The_network_moves_its_anchors_away()
    {
        var o = Lose(new() { Predicted = [s_beside, s_far], Entered = [], Proposals = [s_far], Regions = [s_far], Refined = [s_far, s_far], Candidates = [] });
        Assert.Equal((LostAt.ProposalBoxes, 1 / 7f), (o.Lost, o.Value));
    }

    [Fact]
    public void Objectness_is_too_low()
    {
        // Two anchors, of which one enters suppression: the other.
        var o = Lose(new() { Logits = [-1, 1], BeforeNms = 1, Entered = [new(s_far, .7f, 0, 1)], Proposals = [s_far], Regions = [s_far], Refined = [s_far, s_far], Candidates = [] });
        Assert.Equal((LostAt.Objectness, 2f, 1f), (o.Lost, o.Value, o.Needed));
    }

    [Fact]
    public void Its_proposal_is_too_small()
    {
        var o = Lose(new() { Entered = [], Proposals = [], Regions = [], Refined = [], Candidates = [] });
        Assert.Equal((LostAt.ProposalSize, 30f), (o.Lost, o.Value));
    }

    [Fact]
    public void A_better_proposal_suppresses_it()
    {
        // Near and Beside share nothing but an edge: a box that overlaps Near is needed.
        var by = new TracedBox(new(10, 10, 30, 30), .9f, 0, 1);
        var o = Lose(new() { Entered = [s_proposal, by], Survivors = [1], Kept = [1], Proposals = [by.Box], Regions = [by.Box], Refined = [s_far, s_far], Candidates = [] });
        Assert.Equal((LostAt.ProposalSuppression, 1 / 3f, .7f, .6f, .9f, by.Box), (o.Lost, o.Value, o.Needed, o.OwnScore, o.OtherScore, o.Other!.Value));
    }

    [Fact]
    public void There_are_too_many_proposals()
    {
        var o = Lose(new() { Entered = [s_better, s_proposal], Survivors = [0, 1], Kept = [0], Proposals = [s_beside], Regions = [s_beside], Refined = [s_far, s_far], Candidates = [] });
        Assert.Equal((LostAt.ProposalLimit, 2f, 5f), (o.Lost, o.Value, o.Needed));
    }

    [Fact]
    public void Refinement_moves_its_region_away()
    {
        var o = Lose(new() { Refined = [s_beside, s_object], Candidates = [] });
        Assert.Equal((LostAt.Refinement, 1 / 7f, .75f), (o.Lost, o.Value, o.RegionIou));
    }

    [Theory]
    [InlineData(.9f, .04f, .06f, RegionTrace.Background, .9f)]
    [InlineData(.1f, .04f, .86f, 1, .86f)]
    public void Its_region_is_taken_for_something_else(float background, float own, float other, int label, float score)
    {
        var o = Lose(new() { Probabilities = [background, own, other], Candidates = [] });
        Assert.Equal((LostAt.Classification, own, label, score), (o.Lost, o.Value, o.OtherLabel, o.OtherScore));
    }

    [Fact]
    public void Its_score_is_below_the_model_s_threshold()
    {
        var o = Lose(new() { Probabilities = [.3f, .4f, .3f], ScoreThreshold = .45f, Candidates = [] });
        Assert.Equal((LostAt.Score, .4f, .45f), (o.Lost, o.Value, o.Needed));
    }

    [Fact]
    public void Its_score_is_below_the_asked_one()
    {
        var o = Lose(new(), score: .75f);
        Assert.Equal((LostAt.Score, .7f, .75f), (o.Lost, o.Value, o.Needed));
    }

    [Fact]
    public void Its_box_is_too_small_for_a_detection() => Assert.Equal(LostAt.DetectionSize, Lose(new() { Candidates = [] }).Lost);

    [Fact]
    public void A_better_detection_suppresses_it()
    {
        // The better one is on another object of the class: IoU with this one 20 · 40 / (40 · 60) = 1/3.
        var by = new TracedBox(new(30, 10, 70, 50), .8f, 0, 0);
        var o = Lose(new() { Candidates = [s_candidate, by], ClassSurvivors = [1], ClassKept = [1] });
        Assert.Equal((LostAt.Suppression, 1 / 3f, .5f, .8f, by.Box), (o.Lost, o.Value, o.Needed, o.OtherScore, o.Other!.Value));
    }

    [Fact]
    public void There_are_too_many_detections()
    {
        var o = Lose(new() { Candidates = [new(s_far, .9f, 1, 0), s_candidate], ClassSurvivors = [0, 1], ClassKept = [0] });
        Assert.Equal((LostAt.DetectionLimit, 2f, 3f, .7f), (o.Lost, o.Value, o.Needed, o.OwnScore));
    }

    [Fact]
    public void A_neighbour_takes_its_detection()
    {
        var trace = new Stages { Candidates = [s_winner] }.ToTrace();
        var traced = ObjectTracing.Trace(trace, [s_object, s_near], [0, 0], .5f);
        Assert.Equal([LostAt.Neighbour, LostAt.Nowhere], traced.Select(static o => o.Lost));
    }

    [Fact]
    public void The_transform_crops_it_away() =>
        Assert.Equal(LostAt.Transform, ObjectTracing.Trace(new Stages().ToTrace(), [new(200, 10, 240, 50)], [0], .5f)[0].Lost);

    [Fact]
    public void Without_a_network_and_regions_nothing_reaches_it()
    {
        var trace = new DetectionTrace(Stages.Input) { Proposals = ProposedBoxes.Of([s_beside]) };
        var o = ObjectTracing.Trace(trace, [s_object], [0], .5f)[0];
        Assert.Equal((LostAt.Anchors, 1 / 7f), (o.Lost, o.Value));
        Assert.True(float.IsNaN(o.AnchorIou));
    }

    private static ObjectTrace Lose(Stages stages, float score = .5f) => ObjectTracing.Trace(stages.ToTrace(), [s_object], [0], score)[0];

    // The stages of a detector of two classes that finds the object, unless a test changes one.
    private sealed record Stages
    {
        public static ImageBatch Input { get; } = new(new float[100 * 100 * 3], 100, 100, [new(new ImageSize(100, 100), new ImageSize(100, 100))]);

        public Box[] Anchors { get; init; } = [s_near, s_far];

        public float[] Logits { get; init; } = [1, -1];

        public Box[] Predicted { get; init; } = [s_near, s_far];

        public int BeforeNms { get; init; } = 2;

        public TracedBox[] Entered { get; init; } = [s_proposal];

        public int[]? Survivors { get; init; }

        public int[]? Kept { get; init; }

        public Box[] Proposals { get; init; } = [s_near];

        public Box[] Regions { get; init; } = [s_near];

        public Box[] Refined { get; init; } = [s_object, s_object];

        public float[] Probabilities { get; init; } = [.1f, .7f, .2f];

        public float ScoreThreshold { get; init; } = .05f;

        public TracedBox[] Candidates { get; init; } = [s_candidate];

        public int[]? ClassSurvivors { get; init; }

        public int[]? ClassKept { get; init; }

        public DetectionTrace ToTrace()
        {
            var (survivors, classSurvivors) = (Survivors ?? All(Entered), ClassSurvivors ?? All(Candidates));
            var classKept = ClassKept ?? classSurvivors;
            return new DetectionTrace(Input)
            {
                Network = new(new AnchorGrid(Anchors, [Anchors.Length]), [Anchors.Length], Logits, Predicted, BeforeNms, new(Entered, survivors, Kept ?? survivors, .7f, 5)),
                Proposals = ProposedBoxes.Of(Proposals),
                Regions = new(2, Regions, Probabilities, Refined, ScoreThreshold, new(Candidates, classSurvivors, classKept, .5, 3)),
                Detections = [.. classKept.Select(k => new DetectedObject(Candidates[k].Box, Candidates[k].Group, Candidates[k].Score))],
            };
        }

        private static int[] All(TracedBox[] boxes) => [.. Enumerable.Range(0, boxes.Length)];
    }
}
