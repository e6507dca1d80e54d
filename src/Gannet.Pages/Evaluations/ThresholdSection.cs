using Gannet.Evaluation.Comparison;
using Gannet.Evaluation.Thresholds;

namespace Gannet.Pages.Evaluations;

/// <summary>The threshold of best F1 of each class.</summary>
internal static class ThresholdSection
{
    public static void Add(Page page, EvaluationContent content)
    {
        page.AddSection("Best thresholds");
        page.Add(HtmlTable.Render(Headings(content.Compared), content.Details.Thresholds.Select(best => Row(best, content.Compared))));
        page.AddNote("The score from which on a class has its best F1, the harmonic mean of precision and recall, at IoU .5. "
            + "Chosen on these very pictures, so expect a little less on others.");
    }

    public static IReadOnlyList<string> Headings(ComparedEvaluation? other) =>
        ["class", "threshold", "F1", "precision", "recall", "found", "detections", "objects", .. other is null ? [] : new[] { "F1 compared", "change" }];

    public static IReadOnlyList<string> Row(BestThreshold best, ComparedEvaluation? other)
    {
        var there = other?.PerClass.GetValueOrDefault(best.Name)?.F1 ?? -1;
        return
        [
            best.Name, PageNumbers.Share(double.IsFinite(best.Threshold) ? best.Threshold : -1), PageNumbers.Share(best.F1), PageNumbers.Share(best.Precision),
            PageNumbers.Share(best.Recall), PageNumbers.Count(best.Found), PageNumbers.Count(best.Kept), PageNumbers.Count(best.Objects),
            .. other is null ? [] : new[] { PageNumbers.Share(there), PageNumbers.Change(there, best.F1) },
        ];
    }
}
