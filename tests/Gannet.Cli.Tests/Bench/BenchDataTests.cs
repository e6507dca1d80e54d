using Gannet.Cli.Bench;

namespace Gannet.Cli.Tests.Bench;

public class BenchDataTests
{
    [Fact]
    public void Boxes_have_sides_in_the_range_and_lie_in_the_picture()
    {
        var boxes = new BenchData(seed: 1).Boxes(2000, 1088, 800);
        Assert.All(boxes, static b => Assert.True(b is { X1: >= 0, Y1: >= 0, X2: <= 1088, Y2: <= 800, Width: <= 300.001f, Height: <= 300.001f }));
        Assert.All(boxes.Where(static b => b is { X2: < 1088, Y2: < 800 }), static b => Assert.True(b is { Width: > 3.999f, Height: > 3.999f }));
        Assert.Equal(boxes, new BenchData(seed: 1).Boxes(2000, 1088, 800));
    }

    [Fact]
    public void Offsets_are_normal()
    {
        var values = new BenchData(seed: 1).Offsets(5000, 0.2f).SelectMany(static o => (float[])[o.X, o.Y, o.W, o.H]).ToArray();
        Assert.InRange(values.Average(), -0.01, 0.01);
        Assert.InRange(Math.Sqrt(values.Average(static v => v * v)), 0.19, 0.21);
        Assert.InRange(values.Count(static v => Math.Abs(v) > 0.4) / (double)values.Length, 0.035, 0.056); // beyond two standard deviations: .0455
    }
}
