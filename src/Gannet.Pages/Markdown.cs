using System.Globalization;
using System.Text;

namespace Gannet.Pages;

/// <summary>Markdown whose texts from outside stay text.</summary>
public static class Markdown
{
    /// <summary>A text on one line without markup: characters with a meaning are escaped.</summary>
    /// <param name="text">Any text.</param>
    public static string Text(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var escaped = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c)) escaped.Append(' ');
            else if (c is '<') escaped.Append("&lt;");
            else if (c is '&') escaped.Append("&amp;");
            else if (@"\`*_{}[]()#|!~>$".Contains(c, StringComparison.Ordinal)) escaped.Append('\\').Append(c);
            else escaped.Append(c);
        }

        return escaped.ToString();
    }

    /// <summary>A table whose texts are escaped.</summary>
    /// <param name="headings">The headings of the columns.</param>
    /// <param name="rows">The rows.</param>
    public static string Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(rows);
        var table = new StringBuilder();
        table.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", headings.Select(Text))} |\n|{string.Concat(Enumerable.Repeat("---|", headings.Count))}\n");
        foreach (var row in rows) table.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(Text))} |\n");
        return table.ToString();
    }
}
