using System.Globalization;
using System.Net;
using System.Text;

namespace Gannet.Training.Reports;

/// <summary>One HTML page that shows how a training went: scores, curves, examples. No scripts, nothing loaded from elsewhere.</summary>
public static class HtmlReport
{
    /// <summary>Name of the page in its folder.</summary>
    public const string FileName = "index.html";

    /// <summary>Writes the page atomically into a folder, which is created if missing.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="folder">The report's folder; the paths of examples are relative to it.</param>
    /// <returns>Path of the page.</returns>
    public static string Write(ReportContent content, string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(Render(content))));
        return path;
    }

    /// <summary>The page as text.</summary>
    /// <param name="content">What to show.</param>
    public static string Render(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var title = WebUtility.HtmlEncode(content.Title);
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
            .Append(CultureInfo.InvariantCulture, $"<title>{title}</title>\n<style>\n{ReportStyle.Css}\n</style>\n</head>\n")
            .Append(CultureInfo.InvariantCulture, $"<body>\n<h1>{title}</h1>\n");
        AppendFacts(html, content.Facts);
        if (content.Scores is { } scores) html.Append(ScoreTables.Render(scores));
        AppendCurves(html, content);
        AppendExamples(html, content.Examples);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void AppendFacts(StringBuilder html, IReadOnlyList<(string Name, string Value)> facts)
    {
        if (facts.Count == 0) return;
        html.Append("<dl>");
        foreach (var (name, value) in facts)
            html.Append(CultureInfo.InvariantCulture, $"<dt>{WebUtility.HtmlEncode(name)}</dt><dd>{WebUtility.HtmlEncode(value)}</dd>");
        html.Append("</dl>\n");
    }

    private static void AppendCurves(StringBuilder html, ReportContent content)
    {
        if (content.Steps.Count == 0 && content.Epochs.Count == 0) return;
        html.Append("<h2>Training</h2>\n");
        var terms = content.Steps.SelectMany(static step => step.Losses.Keys).Distinct();
        html.Append(LineChart.Render("Loss", "step",
        [
            new ChartSeries("total", [.. content.Steps.Select(static step => ((double)step.Step, step.Loss))]),
            .. terms.Select(term => TermCurve(term, content.Steps)),
        ], mayLeave: true));
        html.Append(LineChart.Render("Validation scores", "epoch",
        [
            new ChartSeries("AP", [.. content.Epochs.Select(static epoch => ((double)epoch.Epoch, epoch.AP))]),
            new ChartSeries("AP50", [.. content.Epochs.Select(static epoch => ((double)epoch.Epoch, epoch.AP50))]),
        ], top: 1));
        html.Append(LineChart.Render("Learning rate", "step",
            [new ChartSeries("rate", [.. content.Steps.Select(static step => ((double)step.Step, step.Rate))])]));
    }

    private static ChartSeries TermCurve(string term, IReadOnlyList<LossPoint> steps) =>
        new(term, [.. steps.Where(step => step.Losses.ContainsKey(term)).Select(step => ((double)step.Step, step.Losses[term]))]);

    private static void AppendExamples(StringBuilder html, IReadOnlyList<ReportExample> examples)
    {
        if (examples.Count == 0) return;
        html.Append("<h2>Examples</h2>\n<div class=\"pictures\">\n");
        foreach (var (path, caption) in examples)
        {
            // Each segment is escaped separately: a file may be named 50%.png, and the slashes must stay.
            var link = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
            var words = WebUtility.HtmlEncode(caption);
            html.Append(CultureInfo.InvariantCulture, $"<figure><a href=\"{link}\">")
                .Append(CultureInfo.InvariantCulture, $"<img loading=\"lazy\" src=\"{link}\" alt=\"{words}\"></a>")
                .Append(CultureInfo.InvariantCulture, $"<figcaption>{words}</figcaption></figure>\n");
        }

        html.Append("</div>\n");
    }
}
