using Gannet.Pages.Charts;

namespace Gannet.Pages.Tests.Charts;

public sealed class BarChartTests
{
    [Fact]
    public void The_longest_bar_is_whole_and_undefined_ones_are_empty()
    {
        var html = BarChart.Render("t", ["a", "b"], [new BarRow("<x>", [2, 1], "2"), new BarRow("y", [double.NaN, -1], "–")]).ToString();
        Assert.Contains("m0\" style=\"width:100%\"", html, StringComparison.Ordinal);
        Assert.Contains("m1\" style=\"width:50%\"", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("width:0%").Length);
        Assert.Contains("&lt;x&gt;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_that_are_all_zero_are_no_fault() =>
        Assert.Contains("width:0%", BarChart.Render("t", ["a"], [new BarRow("x", [0], "0")]).ToString(), StringComparison.Ordinal);
}
