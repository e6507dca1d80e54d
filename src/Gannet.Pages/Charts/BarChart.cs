namespace Gannet.Pages.Charts;

/// <summary>Horizontal bars with a name and a text each; of several series, one bar below the other.</summary>
public static class BarChart
{
    /// <summary>Draws the bars.</summary>
    /// <param name="title">What the chart shows.</param>
    /// <param name="series">Names of the series; one alone needs no legend.</param>
    /// <param name="rows">The bars from top to bottom.</param>
    /// <param name="top">Value of a bar of full length; null for the largest.</param>
    public static Html Render(string title, IReadOnlyList<string> series, IReadOnlyList<BarRow> rows, double? top = null)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(rows);
        var whole = top ?? rows.SelectMany(static row => row.Values).Where(double.IsFinite).DefaultIfEmpty().Max();
        var html = new HtmlBuilder().Append($"<figure><figcaption>{title}</figcaption><div class=\"bars\">");
        foreach (var row in rows)
        {
            html.Append($"<span>{row.Name}</span><div>");
            for (var i = 0; i < row.Values.Count; i++) html.Append($"<i class=\"m{i % 6}\" style=\"width:{Percent(row.Values[i] / whole):0.#}%\"></i>");
            html.Append($"</div><span>{row.Text}</span>");
        }

        html.Append($"</div>");
        if (series.Count > 1)
        {
            html.Append($"<ul class=\"legend\">");
            for (var i = 0; i < series.Count; i++) html.Append($"<li class=\"c{i % 6}\">{series[i]}</li>");
            html.Append($"</ul>");
        }

        return html.Append($"</figure>\n").ToHtml();
    }

    private static double Percent(double share) => double.IsFinite(share) ? Math.Clamp(share, 0, 1) * 100 : 0;
}

/// <summary>One bar, or one of each series.</summary>
/// <param name="Name">Text before it.</param>
/// <param name="Values">Its length in each series.</param>
/// <param name="Text">Text behind it, usually the values.</param>
public sealed record BarRow(string Name, IReadOnlyList<double> Values, string Text);
