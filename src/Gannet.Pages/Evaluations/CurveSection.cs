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
        var charts = known.Select(curve => Chart(content, curve, Compared(content, curve))).ToList();
        if (known.Length > 1)
        {
            PrecisionRecallCurve[] there = [.. known.Select(curve => Compared(content, curve)).OfType<PrecisionRecallCurve>()];
            var same = there.Length == known.Length ? PrecisionRecallCurve.Mean("", there) : null;
            charts.Insert(0, Chart(content, PrecisionRecallCurve.Mean("Mean of all classes", known), same));
        }

        page.Add(Grid(charts.Take(Unfolded)));
        if (charts.Count > Unfolded)
            page.Add(new HtmlBuilder().Append($"<details><summary>{charts.Count - Unfolded} more classes</summary>{Grid(charts.Skip(Unfolded))}</details>\n").ToHtml());
        page.AddNote("At IoU .5, lowest AP50 first. Each of the 101 recall points is drawn as a step of 1/101, so the area below a curve is the AP50 in its title.");
    }

    private static Html Grid(IEnumerable<Html> charts) => new HtmlBuilder().Append($"<div class=\"smalls\">{Html.Join(charts)}</div>\n").ToHtml();

    private static PrecisionRecallCurve? Compared(EvaluationContent content, PrecisionRecallCurve curve) =>
        content.Compared?.PerClass.GetValueOrDefault(curve.Name) is { Precision.Count: > 0 } there ? new(curve.Name, there.Precision) : null;

    private static Html Chart(EvaluationContent content, PrecisionRecallCurve curve, PrecisionRecallCurve? compared) => LineChart.Render(
        new ChartOptions($"{curve.Name}: {PageNumbers.Share(curve.AP50)}", "recall") { Range = (0, 1), Top = 1, IsSmall = true },
        [
            new ChartSeries(content.Name, curve.Steps()),
            .. compared is null ? [] : new[] { new ChartSeries(content.Compared!.Name, compared.Steps()) },
        ]);
}
