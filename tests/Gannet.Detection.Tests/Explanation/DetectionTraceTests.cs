using Gannet.Detection.Explanation;
using Gannet.Detection.Models;

namespace Gannet.Detection.Tests.Explanation;

[LeakCheck]
public sealed class DetectionTraceTests
{
    private static readonly string[] s_small =
        ["transform.min_size=96", "transform.max_size=128", "head.width=32", "detections.score_threshold=0", "detections.per_image=20", "proposals.after_nms=50"];

    [Theory]
    [InlineData("faster-rcnn-resnet18-fpn", 5)]
    [InlineData("faster-rcnn-resnet18-c4", 1)]
    [InlineData("faster-rcnn-vgg16", 1)]
    [InlineData("rfcn-resnet50", 2)]
    [InlineData("rpn-resnet50", 1)]
    [InlineData("cascade-rcnn-resnet18-fpn", 5)]
    [InlineData("mask-rcnn-resnet50-fpn", 5)]
    [InlineData("matterport-densenet121-fpn", 5)]
    [InlineData("kerod-resnet50-fpn", 5)]
    public void Detections_are_those_without_a_trace_bit_for_bit_and_every_stage_reports(string preset, int maps)
    {
        var options = Presets.Get(preset, s_small);
        using var detector = Detector.Compose(options, ["a", "b"], preset).Compile();
        var batch = detector.Transform.Batch([SmallDetector.Image(120, 90)]);
        var expected = detector.Detect(batch)[0];
        var trace = detector.Trace(batch);
        Assert.Equal(expected.Select(static d => (d.Box, d.Label, d.Score, d.Class)), trace.Found.Select(static d => (d.Box, d.Label, d.Score, d.Class)));
        Assert.Null(DetectionTrace.Current);

        Assert.Equal(maps, trace.Maps.Count);
        Assert.All(trace.Maps, static map => Assert.Equal(map.Height * map.Width, map.Means.Length));
        var network = trace.Network!;
        Assert.Equal(trace.Proposals.Boxes, network.Suppression.Kept.Select(k => network.Suppression.Candidates[k].Box));
        Assert.All(network.Suppression.Candidates, c => Assert.Equal(c.Box, network.Predicted[c.Source]));
        var regions = trace.Regions!;
        Assert.Equal(
            trace.Detections.Select(static d => (d.Box, d.Label, d.Score)),
            regions.Suppression.Kept.Select(k => regions.Suppression.Candidates[k]).Select(static c => (c.Box, c.Group, c.Score)));
        Assert.All(regions.Suppression.Candidates, c => Assert.Equal(c.Score, regions.Probability(c.Source, c.Group)));
        Assert.Equal(detector.HasSecondStage, trace.Pooling is not null);
        Assert.Equal(preset.StartsWith("rfcn", StringComparison.Ordinal), trace.Votes is not null);
        Assert.Equal(preset.StartsWith("cascade", StringComparison.Ordinal) ? 2 : 0, trace.Refinements.Count);
        if (trace.Pooling is { } pooling) Assert.Equal(regions.Boxes.Length, pooling.Levels.Length);
    }

    [Fact]
    public void A_trace_is_of_one_image()
    {
        using var detector = SmallDetector.Create();
        var batch = detector.Transform.Batch([SmallDetector.Image(64, 64), SmallDetector.Image(64, 64)]);
        Assert.Throws<ArgumentException>(() => detector.Trace(batch));
    }

    [Fact]
    public void Votes_average_to_the_logits_of_the_classes()
    {
        using var detector = Detector.Compose(Presets.Get("rfcn-resnet50", s_small), ["a", "b"], "rfcn-resnet50");
        var trace = detector.Trace(detector.Transform.Batch([SmallDetector.Image(120, 90)]));
        var (votes, regions) = (trace.Votes!, trace.Regions!);
        Assert.NotEmpty(regions.Boxes);
        float[] logits = [.. Enumerable.Range(-1, 3).Select(label => votes.VotesOf(0, label).ToArray().Average())];
        var sum = logits.Sum(static logit => MathF.Exp(logit));
        // Sums of 49 votes in two orders.
        for (var label = -1; label < 2; label++) Assert.Equal(MathF.Exp(logits[label + 1]) / sum, regions.Probability(0, label), 1e-4f);
    }
}
