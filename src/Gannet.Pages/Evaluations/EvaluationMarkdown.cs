using System.Text;
using Gannet.Evaluation.Errors;

namespace Gannet.Pages.Evaluations;

/// <summary>The report about an evaluation as Markdown: the tables of the page.</summary>
internal static class EvaluationMarkdown
{
    public static string Render(EvaluationContent content)
    {
        var (details, other) = (content.Details, content.Compared);
        var text = new StringBuilder();
        void Section(string heading, string body) => text.Append("\n## ").Append(heading).Append("\n\n").Append(body.TrimEnd('\n')).Append('\n');

        text.Append("# ").Append(Markdown.Text(content.Title)).Append("\n\n");
        foreach (var (name, value) in content.Facts) text.Append("- ").Append(Markdown.Text(name)).Append(": ").Append(Markdown.Text(value)).Append('\n');
        if (other is not null) text.Append("- Compared with: ").Append(Markdown.Text(other.Name)).Append('\n');
        Section("Scores", Markdown.Table(ScoreSection.SizeHeadings(other), ScoreSection.SizeRows(content.Report.Coco, other)) + '\n'
            + Markdown.Table(ScoreSection.ClassHeadings(other), content.Report.Coco.PerClass.Select(row => ScoreSection.ClassRow(row, other))));
        Section("What limits it", ErrorSection.Summary(details.Costs) + "\n\n" + Markdown.Table(
            other is null ? ["error", "meaning", "count", "AP50 it costs"] : ["error", "meaning", "count", "AP50 it costs", "compared"],
            details.Costs.PerType.Select(cost => (IReadOnlyList<string>)
            [
                cost.Type.ShortName(), cost.Type.Meaning(), PageNumbers.Count(cost.Count), PageNumbers.Share(cost.Cost),
                .. other is null ? [] : new[] { PageNumbers.Share(other.Costs.GetValueOrDefault(cost.Type, -1)) },
            ])));
        Section("Best thresholds", Markdown.Table(ThresholdSection.Headings(other), details.Thresholds.Select(best => ThresholdSection.Row(best, other))));
        Section("Confusions", Confusions(content) + "\n" + ConfusionSection.Rule);
        if (details.Calibration is { } calibration)
        {
            var there = other is { CalibrationError: >= 0 } ? $" Compared: {PageNumbers.Share(other.CalibrationError)}." : "";
            Section("Calibration", CalibrationSection.Summary(calibration) + there + "\n\n"
                + Markdown.Table(["score", "detections", "mean", "right"], calibration.Bins.Select(CalibrationSection.Row)));
        }

        Section("Worst pictures", Markdown.Table(["picture", "points", "mistakes"], content.Pictures.Shown.Select(picture => (IReadOnlyList<string>)
        [
            details.Kept.Dataset.Images[picture.Errors.Picture].FileName, PageNumbers.Share(picture.Errors.Badness),
            string.Join(", ", picture.Errors.Errors.GroupBy(static e => e.Type).OrderBy(static g => g.Key).Select(static g => $"{g.Count()} {g.Key.ShortName()}")),
        ])));
        return text.ToString();
    }

    private static string Confusions(EvaluationContent content)
    {
        var matrix = content.Details.Confusion;
        int[] labels = [.. Enumerable.Range(0, matrix.Background + 1)];
        return Markdown.Table(
            ["annotated", .. labels.Select(label => ConfusionSection.Name(content.Details, label, "not found"))],
            labels.Select(truth => (IReadOnlyList<string>)
                [ConfusionSection.Name(content.Details, truth, "nothing there"), .. labels.Select(detected => PageNumbers.Count(matrix[truth, detected]))]));
    }
}
