using System.Globalization;
using Gannet.Evaluation.Calibration;
using Gannet.Pages.Charts;

namespace Gannet.Pages.Evaluations;

/// <summary>Whether scores are probabilities.</summary>
internal static class CalibrationSection
{
    public static void Add(Page page, EvaluationContent content)
    {
        page.AddSection("Calibration");
        if (content.Details.Calibration is not { } curve)
        {
            page.AddNote("Scores outside 0 to 1 are no probabilities.");
            return;
        }

        page.Add(new HtmlBuilder().Append($"<p>{Summary(curve)}{Compared(content)}</p>\n").ToHtml());
        page.Add(new HtmlBuilder().Append($"<div class=\"smalls\">").Append(LineChart.Render(
            new ChartOptions("Share of detections that are right, by score", "mean score") { Range = (0, 1), Top = 1, IsSmall = true, HasDiagonal = true },
            [new ChartSeries(content.Name, [.. curve.Bins.Where(static bin => bin.Detections > 0).Select(static bin => (bin.MeanScore, bin.TrueShare))])]))
            .Append(HtmlTable.Render(["score", "detections", "mean", "right"], curve.Bins.Select(Row))).Append($"</div>\n").ToHtml());
        page.AddNote("On the straight line a score is a probability; below it, the detector is too sure. ECE is the mean distance from it, weighted by detections. "
            + "A detection that repeats a found object counts as wrong.");
    }

    public static string Summary(CalibrationCurve curve) => $"Expected calibration error (ECE): {PageNumbers.Share(curve.Error)}.";

    public static IReadOnlyList<string> Row(CalibrationBin bin, int index) =>
    [
        string.Create(CultureInfo.InvariantCulture, $".{index} to {(index == 9 ? "1" : $".{index + 1}")}"), PageNumbers.Count(bin.Detections), PageNumbers.Share(bin.MeanScore),
        PageNumbers.Share(bin.TrueShare),
    ];

    private static string Compared(EvaluationContent content) =>
        content.Compared is { CalibrationError: >= 0 } other ? $" {other.Name}: {PageNumbers.Share(other.CalibrationError)}." : "";
}
