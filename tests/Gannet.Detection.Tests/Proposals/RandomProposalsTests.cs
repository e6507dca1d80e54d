using Gannet.Detection.Images;
using Gannet.Detection.Proposals;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Proposals;

[LeakCheck]
public sealed class RandomProposalsTests
{
    private static readonly GroundTruth s_truth = new([new(20, 20, 40, 50)], [0]);

    [Fact]
    public void A_detector_with_random_regions_has_no_first_stage_to_learn()
    {
        using var scope = TensorScope.Enter();
        using var detector = SmallDetector.Create("proposals=random");
        Assert.DoesNotContain(detector.NamedParameters(), static p => p.Name.StartsWith("rpn.", StringComparison.Ordinal));
        var pictures = detector.Transform.Batch([SmallDetector.Image(96, 64)]);
        detector.SetTraining(true);
        Assert.Equal(["classification", "box"], detector.ComputeLosses(new(pictures, [s_truth]), new Random(1)).Names);
        detector.SetTraining(false);
        Assert.NotEmpty(detector.Detect(pictures)[0]);

        using var learned = SmallDetector.Create();
        Assert.Contains(learned.NamedParameters(), static p => p.Name.StartsWith("rpn.", StringComparison.Ordinal));
        Assert.Equal(["objectness", "proposal_box", "classification", "box"], learned.ComputeLosses(new(pictures, [s_truth]), new Random(1)).Names);
    }

    [Fact]
    public void Every_step_draws_other_regions_mostly_about_the_objects()
    {
        using var scope = TensorScope.Enter();
        using var random = Create();
        Box[] Draw(int seed) => random.ComputeLosses([], Batch(), new(new Random(seed))).Proposals[0].Boxes;
        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
        Assert.Equal(200, Draw(1).Length);
        Assert.InRange(Draw(1).Count(static b => b is { X1: >= 0, X2: <= 60, Y1: >= 0, Y2: <= 80 }), 180, 190);
    }

    [Fact]
    public void Detection_slides_over_the_anchors_or_looks_where_it_is_told()
    {
        using var scope = TensorScope.Enter();
        using var random = Create();
        Tensor[] maps = [Tensor.Zeros([1, 2, 12, 24])];
        var own = random.Propose(maps, Batch().Images)[0].Boxes;
        Assert.Equal(50, own.Length);
        Assert.Equal(own, own.Distinct());
        Assert.True(own.Max(static b => b.X2) > 150 && own.Min(static b => b.X1) < 20, "spread over the picture");
        Box[] given = [new(1, 2, 3, 4)];
        Assert.Equal(given, random.Propose(maps, Batch().Images with { GivenRegions = [given] })[0].Boxes);
    }

    private static ProposalStage Create() => DetectorParts.BuiltIn.CreateProposals(
        [new(2, 8)], new() { Sizes = [[32]] }, new() { Kind = ProposalKind.Random, AfterNmsTraining = 200, AfterNms = 50 });

    private static TrainingBatch Batch() => new(new ImageBatch([], 96, 192, [new ImagePlacement(new(96, 192), new(96, 192))]), [s_truth]);
}
