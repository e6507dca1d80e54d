namespace Gannet.Pages;

/// <summary>Tables, which scroll by themselves where the screen is narrow.</summary>
public static class HtmlTable
{
    /// <summary>A table whose first column names the rows.</summary>
    /// <param name="headings">The headings of the columns.</param>
    /// <param name="rows">The rows, with one piece of markup per column.</param>
    public static Html Render(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<Html>> rows)
    {
        ArgumentNullException.ThrowIfNull(headings);
        ArgumentNullException.ThrowIfNull(rows);
        var html = new HtmlBuilder().Append($"<div class=\"scroll\"><table><thead><tr>");
        foreach (var heading in headings) html.Append($"<th scope=\"col\">{heading}</th>");
        html.Append($"</tr></thead><tbody>");
        foreach (var row in rows)
        {
            html.Append($"<tr>");
            foreach (var piece in row) html.Append($"<td>{piece}</td>");
            html.Append($"</tr>");
        }

        return html.Append($"</tbody></table></div>\n").ToHtml();
    }

    /// <summary>The same with text.</summary>
    /// <param name="headings">The headings of the columns.</param>
    /// <param name="rows">The rows, with one text per column.</param>
    public static Html Render(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows) =>
        Render(headings, rows.Select(static row => row.Select(Html.Of).ToArray()));

    /// <summary>A share as a number with a bar.</summary>
    /// <param name="value">A number in [0, 1]; undefined ones have no bar.</param>
    public static Html Bar(double value)
    {
        var html = new HtmlBuilder().Append($"{PageNumbers.Share(value)}");
        if (value >= 0) html.Append($"<i class=\"bar\"><i style=\"width:{Math.Min(value, 1) * 100:0.#}%\"></i></i>");
        return html.ToHtml();
    }
}
