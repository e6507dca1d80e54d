using System.Globalization;
using System.Text;

namespace Gannet.Pages.DataSets;

/// <summary>The page about a data set as Markdown.</summary>
public static class DataMarkdown
{
    private const int MostDoubts = 200;

    /// <summary>The text.</summary>
    /// <param name="report">What is known.</param>
    public static string Render(DataReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var statistics = report.Statistics;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# {Plain(Path.GetFileName(Path.TrimEndingDirectorySeparator(report.Dataset.Root)))}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{statistics.Images} pictures, {statistics.Negatives} of them without objects; {statistics.Boxes} objects.\n");
        if (DataFindings.Of(report) is { Count: > 0 } findings)
        {
            text.Append("\n## What to know before training\n\n");
            foreach (var finding in findings) text.Append(CultureInfo.InvariantCulture, $"- {Plain(finding)}\n");
        }

        Add(text, new("Classes", ["class", "objects", "pictures"], [.. statistics.PerClass.Select(static c => (IReadOnlyList<string>)
            [c.Name, PageNumbers.Count(c.Boxes), PageNumbers.Count(c.Images)])]));
        foreach (var table in DataTables.Of(report)) Add(text, table);
        if (report.Doubts is { } doubts)
        {
            Add(text, new("Labels to doubt", ["doubt", "what", "picture", "x, y, width, height"], [.. doubts.Doubts.Take(MostDoubts).Select(d => (IReadOnlyList<string>)
            [
                DataPage.Number(d), doubts.Describe(d), doubts.FileName(d),
                string.Create(CultureInfo.InvariantCulture, $"{d.Box.X1:0}, {d.Box.Y1:0}, {d.Box.Width:0}, {d.Box.Height:0}"),
            ])]));
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, DataTables.Table table)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n## {Plain(table.Heading)}\n\n");
        Row(table.Columns);
        Row([.. table.Columns.Select(static _ => "---")]);
        foreach (var row in table.Rows) Row(row);
        if (table.Note.Length > 0) text.Append(CultureInfo.InvariantCulture, $"\n{Plain(table.Note)}\n");

        void Row(IReadOnlyList<string> fields) => text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", fields.Select(Plain))} |\n");
    }

    // A class may be named like markup. Brackets of options stay readable in code only, so every mark gets a backslash.
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c)) plain.Append(' ');
            else if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' or '|' or '&' or '~') plain.Append('\\').Append(c);
            else plain.Append(c);
        }

        return plain.ToString();
    }
}
