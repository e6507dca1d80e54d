using Gannet.Detection.Explanation;

namespace Gannet.Detection.Tests.Explanation;

[LeakCheck]
public sealed class OcclusionTests
{
    [Fact]
    public void Every_position_is_looked_at_and_the_input_stays_as_it_is()
    {
        using var detector = SmallDetector.Create();
        var batch = detector.Transform.Batch([SmallDetector.Image(96, 64)]);
        var trace = detector.Trace(batch);
        var (before, done) = ((float[])batch.Pixels.Clone(), new List<int>());
        var hidden = Occlusion.Compute(detector, trace, detection: 0, steps: 3, done.Add);
        Assert.Equal(Enumerable.Range(1, 9), done);
        Assert.Equal(9, hidden.Drops.Length);
        Assert.All(hidden.Drops, drop => Assert.InRange(drop, -1, trace.Found[0].Score));
        Assert.Equal(before, batch.Pixels);
        Assert.True(hidden.Area is { X1: >= 0, Y1: >= 0 } area && area.X2 <= batch.Width && area.Y2 <= batch.Height, hidden.Area.ToString());
    }

    [Fact]
    public void It_can_be_stopped()
    {
        using var detector = SmallDetector.Create();
        var trace = detector.Trace(detector.Transform.Batch([SmallDetector.Image(96, 64)]));
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Occlusion.Compute(detector, trace, 0, 3, _ => stop.Cancel(), stop.Token));
    }
}
