using System.Diagnostics;
using Gannet.Detection.Engines;
using Gannet.Torch;

namespace Gannet.Detection.Tests.Engines;

/// <summary>Who watches changes nothing.</summary>
[LeakCheck]
public sealed class TracedLayersTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Detections_are_the_same_while_somebody_listens(bool compiled)
    {
        using var detector = SmallDetector.Create();
        if (compiled) detector.Compile();
        var picture = Picture();
        var expected = detector.Detect(picture);
        var names = new List<string>();
        using var listener = Listen(names);
        Assert.Equal(expected, detector.Detect(picture));
        lock (names) Assert.Contains(names, static n => n.StartsWith("conv 3×3 ", StringComparison.Ordinal));
    }

    [Fact]
    public void Losses_are_the_same_while_somebody_listens()
    {
        using var detector = SmallDetector.Create();
        detector.SetTraining(true);
        TrainingBatch batch = new(detector.Transform.Batch([Picture()]), [new GroundTruth([new(8, 8, 40, 36)], [0])]);
        var expected = Losses();
        using var listener = Listen([]);
        Assert.Equal(expected, Losses());

        float[] Losses()
        {
            using var scope = TensorScope.Enter();
            return detector.ComputeLosses(batch, new Random(1)).Stack().ToArray<float>();
        }
    }

    private static ActivityListener Listen(List<string> names)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Spans.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                lock (names) names.Add(activity.DisplayName);
            },
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static Image Picture() => SmallDetector.Image(96, 80);
}
