namespace Gannet.Pages.Evaluations;

/// <summary>The page about an evaluation: scores, what limits them, curves, thresholds, confusions, calibration, the worst pictures.</summary>
public static class EvaluationPage
{
    /// <summary>Composes the page.</summary>
    /// <param name="content">What to show.</param>
    public static Page Compose(EvaluationContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var page = new Page(content.Title) { Script = WorstSection.Script };
        page.AddFacts([.. content.Facts, .. content.Compared is { } other ? [("Compared with", other.Name)] : Array.Empty<(string, string)>()]);
        ScoreSection.Add(page, content);
        ErrorSection.Add(page, content);
        CurveSection.Add(page, content);
        ThresholdSection.Add(page, content);
        ConfusionSection.Add(page, content);
        CalibrationSection.Add(page, content);
        WorstSection.Add(page, content);
        return page;
    }
}
