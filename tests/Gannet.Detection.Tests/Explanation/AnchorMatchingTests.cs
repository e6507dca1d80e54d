using Gannet.Detection.Anchors;
using Gannet.Detection.Explanation;

namespace Gannet.Detection.Tests.Explanation;

[LeakCheck]
public sealed class AnchorMatchingTests
{
    [Fact]
    public void Anchors_are_matched_as_in_training()
    {
        using var detector = SmallDetector.Create();
        var batch = detector.Transform.Batch([SmallDetector.Image(96, 64)]);
        var trace = detector.Trace(batch);
        var truth = new GroundTruth([new(5, 5, 45, 40), new(50, 10, 90, 60)], [0, 1]);
        var matching = AnchorMatching.Of(trace, truth, detector.Options.Proposals, new Random(7))!;
        var anchors = trace.Network!.Anchors;
        var expected = AnchorTargets.Assign(anchors, trace.Placement.ToInput(truth), trace.Placement.Window, detector.Options.Proposals, new Random(7)).Sample;
        Assert.Equal(expected.Positive, matching.SampledPositive);
        Assert.Equal(expected.Negative, matching.SampledNegative);
        Assert.Equal(anchors.Boxes.Length, matching.Positive + matching.Negative + matching.Ignored);
        Assert.Equal(matching.Positive, matching.PerObject.Sum());
        Assert.All(matching.PerObject, static count => Assert.True(count > 0)); // the best anchors of an object are forced
    }
}
