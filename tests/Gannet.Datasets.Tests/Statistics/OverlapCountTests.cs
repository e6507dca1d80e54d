using FsCheck;
using FsCheck.Fluent;
using Gannet.Datasets.Statistics;

namespace Gannet.Datasets.Tests.Statistics;

public class OverlapCountTests
{
    // On a coarse grid, edges coincide and boxes repeat.
    [Fact]
    public void Agrees_with_looking_at_every_pair() => Prop.ForAll(
        Gen.Choose(0, 8).Four().Select(static p => Scene.Object(p.Item1, p.Item2, p.Item1 + 1 + p.Item3 / 2, p.Item2 + 1 + p.Item4 / 2)).ListOf().ToArbitrary(),
        static objects => OverlapCount.Of([.. objects]) == objects.Where((a, i) => objects.Where((b, j) => i != j && Meet(a.Box, b.Box)).Any()).Count())
        .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    // Comparing every pair of these takes hours. There is no time limit, since it would depend on the machine.
    [Fact]
    public void Many_boxes_in_one_picture_are_counted()
    {
        const int Count = 200_000;
        Assert.Equal(Count, OverlapCount.Of([.. Enumerable.Range(0, Count).Select(static k => Scene.Object(k % 500, k / 500, k % 500 + 100, k / 500 + 100))]));
        Assert.Equal(0, OverlapCount.Of([.. Enumerable.Range(0, Count).Select(static k => Scene.Object(0, k, 100, k + 1))]));
        Assert.Equal(0, OverlapCount.Of([]));
    }

    private static bool Meet(in Box a, in Box b) => a.X1 < b.X2 && b.X1 < a.X2 && a.Y1 < b.Y2 && b.Y1 < a.Y2;
}
