using System.Globalization;
using System.Text.RegularExpressions;
using Gannet.Pages.Charts;

namespace Gannet.Pages.Tests.Charts;

public sealed partial class LineChartTests
{
    [Fact]
    public void Every_point_lies_inside_the_chart()
    {
        var svg = Chart("t", [new ChartSeries("a", [(0, 1e9), (1, double.NaN), (2, -5), .. Enumerable.Range(3, 2000).Select(static i => ((double)i, 1.0))])]);
        var points = Number().Matches(PointsOf().Match(svg).Groups[1].Value).Select(static m => double.Parse(m.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(800, points.Length);
        Assert.All(points.Where(static (_, i) => i % 2 == 0), static x => Assert.InRange(x, 52, 708));
        Assert.All(points.Where(static (_, i) => i % 2 == 1), static y => Assert.InRange(y, 12, 226));
    }

    [Fact]
    public void Nothing_finite_draws_nothing() => Assert.Equal("", Chart("t", [new ChartSeries("a", [(0, double.NaN)])]));

    [Fact]
    public void One_point_is_a_dot() => Assert.Contains("<circle", Chart("t", [new ChartSeries("a", [(3, 0)])]), StringComparison.Ordinal);

    [Fact]
    public void Few_points_are_all_shown_and_of_many_what_is_above_is_said()
    {
        var two = Chart("rate", [new ChartSeries("rate", [(1, 0.0015), (2, 0.01)])], mayLeave: true);
        Assert.Contains(">0.01</text>", two, StringComparison.Ordinal);
        Assert.DoesNotContain("above the chart", two, StringComparison.Ordinal);

        ChartSeries high = new("loss", [(0, 50), .. Enumerable.Range(1, 300).Select(static i => ((double)i, 1.0))]);
        Assert.Contains("1 points lie above the chart, up to 50.", Chart("loss", [high], mayLeave: true), StringComparison.Ordinal);
        Assert.DoesNotContain("above the chart", Chart("loss", [high]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fixed_range_has_ticks_between_whole_numbers()
    {
        var svg = LineChart.Render(new ChartOptions("t", "recall") { Range = (0, 1), Top = 1, IsSmall = true }, [new ChartSeries("a", [(0, 1), (1, 0)])]).ToString();
        Assert.Contains(">0.4</text>", svg, StringComparison.Ordinal);
        Assert.Contains("points=\"52,12 328,206 \"", svg, StringComparison.Ordinal);
    }

    private static string Chart(string title, IEnumerable<ChartSeries> series, bool mayLeave = false) =>
        LineChart.Render(new ChartOptions(title, "x") { MayLeave = mayLeave }, series).ToString();

    [GeneratedRegex("points=\"([^\"]*)\"")]
    private static partial Regex PointsOf();

    [GeneratedRegex(@"-?[\d.]+")]
    private static partial Regex Number();
}
