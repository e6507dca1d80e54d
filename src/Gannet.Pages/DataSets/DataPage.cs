using System.Globalization;
using Gannet.Evaluation.Doubts;
using Gannet.Pages.Charts;

namespace Gannet.Pages.DataSets;

/// <summary>The page about a data set.</summary>
public static class DataPage
{
    /// <summary>Doubts with a picture on the page; the files beside it list more.</summary>
    public const int MostPictures = 60;

    /// <summary>Composes the page.</summary>
    /// <param name="report">What is known.</param>
    public static Page Compose(DataReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var statistics = report.Statistics;
        var page = new Page($"Data: {Path.GetFileName(Path.TrimEndingDirectorySeparator(report.Dataset.Root))}{(report.Dataset.Split is { } split ? $", {split}" : "")}");
        page.AddHeadline(
        [
            ("pictures", PageNumbers.Count(statistics.Images)), ("without objects", PageNumbers.Count(statistics.Negatives)),
            ("objects", PageNumbers.Count(statistics.Boxes)), ("classes", PageNumbers.Count(statistics.PerClass.Count)),
        ]);
        AddFindings(page, DataFindings.Of(report));
        page.AddSection("Classes");
        page.Add(BarChart.Render("Objects of each class", ["objects"], [.. statistics.PerClass.Select(static c =>
            new BarRow(c.Name, [c.Boxes], $"{PageNumbers.Count(c.Boxes)} in {PageNumbers.Count(c.Images)} pictures"))]));
        page.Add(BarChart.Render("Objects by size, in pixels of the picture", ["objects"],
            [Size("small, below 32²", statistics.Small), Size("medium", statistics.Medium), Size("large, from 96²", statistics.Large)]));
        foreach (var table in DataTables.Of(report))
        {
            page.AddSection(table.Heading);
            page.Add(HtmlTable.Render(table.Columns, table.Rows));
            if (table.Note.Length > 0) page.AddNote(table.Note);
        }

        if (report.Doubts is { } doubts) AddDoubts(page, doubts);
        return page;
    }

    private static BarRow Size(string name, int count) => new(name, [count], PageNumbers.Count(count));

    private static void AddFindings(Page page, IReadOnlyList<string> findings)
    {
        page.AddSection("What to know before training");
        if (findings.Count == 0) page.AddNote("Nothing stands out.");
        var html = new HtmlBuilder().Append($"<ul>");
        foreach (var finding in findings) html.Append($"<li>{finding}</li>");
        page.Add(html.Append($"</ul>\n").ToHtml());
    }

    private static void AddDoubts(Page page, DoubtReport report)
    {
        page.AddSection("Labels to doubt");
        page.AddNote($"What {Path.GetFileName(report.Model)} contradicts most, of {report.Doubts.Count} labels and objects without one; stats.json lists all. The label is drawn in blue, what the "
            + "model sees in orange.");
        var html = new HtmlBuilder().Append($"<div class=\"pictures\">\n");
        foreach (var (rank, doubt) in report.Doubts.Take(MostPictures).Index())
        {
            html.Append($"<figure>");
            if (rank < report.Pictures.Count && report.Pictures[rank] is { } picture)
                html.Append($"<img alt=\"{report.Describe(doubt)}\" src=\"data:image/jpeg;base64,{Convert.ToBase64String(picture)}\">");
            html.Append($"<figcaption>{Number(doubt)} {report.Describe(doubt)}<br>{report.FileName(doubt)}</figcaption></figure>\n");
        }

        page.Add(html.Append($"</div>\n").ToHtml());
    }

    internal static string Number(LabelDoubt doubt) => doubt.Score.ToString(".00", CultureInfo.InvariantCulture);
}
