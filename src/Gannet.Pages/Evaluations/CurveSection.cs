using Gannet.Evaluation.Curves;
using Gannet.Pages.Charts;

namespace Gannet.Pages.Evaluations;

/// <summary>Precision over recall, class by class.</summary>
internal static class CurveSection
{
    // Of more classes, the rest is folded away.
    private const int Unfolded = 12;

    public static void Add(Page page, EvaluationContent content)
    {
        PrecisionRecallCurve[] known = [.. content.Details.Curves.Where(static curve => curve.Precision.Count > 0).OrderBy(static curve => curve.AP50)];
        if (known.Length == 0) return;
        page.AddSection("Precision and recall");
        var charts = known.Select(curve => Chart(content, curve)).ToList();
        if (known.Length > 1) charts.Insert(0, Chart(content, PrecisionRecallCurve.Mean("Mean of all classes", known)));
        page.Add(Grid(charts.Take(Unfolded)));
        if (charts.Count > Unfolded)
            page.Add(new HtmlBuilder().Append($"<details><summary>{charts.Count - Unfolded} more classes</summary>{Grid(charts.Skip(Unfolded))}</details>\n").ToHtml());
        page.AddNote("At IoU .5, lowest AP50 first. Each of the 101 recall points is drawn as a step of 1/101, so the area below a curve is the AP50 in its title.");
    }

    private static Html Grid(IEnumerable<Html> charts) => new HtmlBuilder().Append($"<div class=\"smalls\">{Html.Join(charts)}</div>\n").ToHtml();

    private static Html Chart(EvaluationContent content, PrecisionRecallCurve curve)
    {
        var series = new List<ChartSeries> { new(content.Title, curve.Steps()) };
        if (content.Compared is { } other && other.PerClass.TryGetValue(curve.Name, out var there) && there.Precision.Count > 0)
            series.Add(new(other.Name, new PrecisionRecallCurve(curve.Name, there.Precision).Steps()));
        return LineChart.Render(
            new ChartOptions($"{curve.Name}: {PageNumbers.Share(curve.AP50)}", "recall") { Range = (0, 1), Top = 1, IsSmall = true }, series);
    }
}
