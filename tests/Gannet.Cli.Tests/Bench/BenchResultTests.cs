using Gannet.Cli.Bench;

namespace Gannet.Cli.Tests.Bench;

public class BenchResultTests
{
    [Fact]
    public void The_median_is_the_middle()
    {
        Assert.Equal((2, 1), Of(3, 1, 2));
        Assert.Equal((2.5, 1), Of(3, 1, 2, 9));
        Assert.Equal((4, 4), Of(4));
        static (double, double) Of(params double[] seconds) => (new BenchResult("x", seconds).Median, new BenchResult("x", seconds).Min);
    }

    [Fact]
    public void A_line_ends_with_what_else_there_is_to_say() => Assert.Equal(
        """{"name":"x","median_s":0.5,"min_s":0.25,"runs":3,"size":[2,3]}""",
        new BenchResult("x", [0.5, 0.25, 0.75]) { Extras = new() { ["size"] = new System.Text.Json.Nodes.JsonArray(2, 3) } }.ToJson());
}
