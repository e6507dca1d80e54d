using System.Globalization;
using Gannet.Pages;
using Gannet.Pages.Charts;
using Gannet.Training.Diagnosis;

namespace Gannet.Training.Reports;

/// <summary>One HTML page that shows how a training went: scores, curves, examples. No scripts, nothing loaded from elsewhere.</summary>
public static class HtmlReport
{
    // More curves cannot be told apart; the table has all classes.
    private const int MostClasses = 6;

    /// <summary>Name of the page in its folder.</summary>
    public const string FileName = Page.FileName;

    /// <summary>Writes the page atomically into a folder, which is created if missing.</summary>
    /// <param name="content">What to show.</param>
    /// <param name="folder">The report's folder; the paths of examples are relative to it.</param>
    /// <returns>Path of the page.</returns>
    public static string Write(ReportContent content, string folder) => Compose(content).Write(folder);

    /// <summary>The page as text.</summary>
    /// <param name="content">What to show.</param>
    public static string Render(ReportContent content) => Compose(content).Render();

    private static Page Compose(ReportContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var page = new Page(content.Title) { ShowsFiles = true };
        page.AddFacts(content.Facts);
        if (content.Scores is { } scores) ScoreTables.Add(page, scores);
        AddCurves(page, content);
        AddExamples(page, content.Examples);
        if (content.Layers is { } layers) AddLayers(page, layers);
        return page;
    }

    private static void AddCurves(Page page, ReportContent content)
    {
        if (content.Steps.Count == 0 && content.Epochs.Count == 0) return;
        page.AddSection("Training");
        var terms = content.Steps.SelectMany(static step => step.Losses.Keys).Distinct();
        page.Add(LineChart.Render(new ChartOptions("Loss", "step") { MayLeave = true },
        [
            new ChartSeries("total", [.. content.Steps.Select(static step => ((double)step.Step, step.Loss))]),
            .. terms.Select(term => TermCurve(term, content.Steps)),
        ]));
        page.Add(LineChart.Render(new ChartOptions("Validation scores", "epoch") { Top = 1 },
        [
            new ChartSeries("AP", [.. content.Epochs.Select(static epoch => ((double)epoch.Epoch, epoch.AP))]),
            new ChartSeries("AP50", [.. content.Epochs.Select(static epoch => ((double)epoch.Epoch, epoch.AP50))]),
        ]));
        page.Add(LineChart.Render(new ChartOptions("AP by class", "epoch") { Top = 1 },
            content.Epochs.SelectMany(static epoch => epoch.ByClass.Keys).Distinct().Take(MostClasses).Select(name => EpochCurve(name, content.Epochs, static e => e.ByClass))));
        page.Add(LineChart.Render(new ChartOptions("Validation losses", "epoch"),
            content.Epochs.SelectMany(static epoch => epoch.Losses.Keys).Distinct().Select(name => EpochCurve(name, content.Epochs, static e => e.Losses))));
        page.Add(LineChart.Render(new ChartOptions("Learning rate", "step"),
            [new ChartSeries("rate", [.. content.Steps.Select(static step => ((double)step.Step, step.Rate))])]));
    }

    private static ChartSeries TermCurve(string term, IReadOnlyList<LossPoint> steps) =>
        new(term, [.. steps.Where(step => step.Losses.ContainsKey(term)).Select(step => ((double)step.Step, step.Losses[term]))]);

    private static ChartSeries EpochCurve(string name, IReadOnlyList<EpochScore> epochs, Func<EpochScore, IReadOnlyDictionary<string, double>> numbers) =>
        new(name, [.. epochs.Where(epoch => numbers(epoch).ContainsKey(name)).Select(epoch => ((double)epoch.Epoch, numbers(epoch)[name]))]);

    private static void AddLayers(Page page, LayerStatistics layers)
    {
        page.AddSection("Layers");
        page.Add(BarChart.Render("Norm of the gradient of one batch, by stage", ["norm"],
            [.. layers.Gradients.Select(static stage => new BarRow(stage.Stage, [stage.Norm], stage.Norm.ToString("G3", CultureInfo.InvariantCulture)))]));
        page.Add(new HtmlBuilder().Append($"<details><summary>Weights of {layers.Weights.Count} layers</summary>").ToHtml());
        page.Add(HtmlTable.Render(["layer", "shape", "mean", "deviation", "dead channels"], layers.Weights.Select(static layer => (IReadOnlyList<string>)
        [
            layer.Name, string.Join(" × ", layer.Shape), layer.Mean.ToString("G3", CultureInfo.InvariantCulture),
            layer.Deviation.ToString("G3", CultureInfo.InvariantCulture), layer.Dead.ToString("P0", CultureInfo.InvariantCulture),
        ])));
        page.Add(new HtmlBuilder().Append($"</details>\n").ToHtml());
    }

    private static void AddExamples(Page page, IReadOnlyList<ReportExample> examples)
    {
        if (examples.Count == 0) return;
        page.AddSection("Examples");
        var html = new HtmlBuilder().Append($"<div class=\"pictures\">\n");
        foreach (var example in examples)
        {
            if (example.Before is { } before) AddPicture(html, before, $"{example.Caption}: before training");
            AddPicture(html, example.Path, example.Caption);
        }

        page.Add(html.Append($"</div>\n").ToHtml());
    }

    private static void AddPicture(HtmlBuilder html, string path, string caption)
    {
        // Each segment is escaped separately: a file may be named 50%.png, and the slashes must stay.
        var link = string.Join('/', path.Split('/').Select(Uri.EscapeDataString));
        html.Append($"<figure><a href=\"{link}\"><img loading=\"lazy\" src=\"{link}\" alt=\"{caption}\"></a>")
            .Append($"<figcaption>{caption}</figcaption></figure>\n");
    }
}
