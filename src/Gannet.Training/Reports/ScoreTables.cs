using System.Globalization;
using System.Net;
using System.Text;
using Gannet.Evaluation.Coco;

namespace Gannet.Training.Reports;

/// <summary>Scores as HTML tables.</summary>
internal static class ScoreTables
{
    public static string Render(CocoScores scores)
    {
        var html = new StringBuilder("<h2>Scores</h2>\n<div class=\"headline\">");
        foreach (var (name, value) in new[] { ("AP", scores.AP), ("AP50", scores.AP50), ("AP75", scores.AP75), ("AR100", scores.AR100) })
            html.Append(CultureInfo.InvariantCulture, $"<div><b>{Share(value)}</b><span>{name}</span></div>");
        html.Append("</div>\n<table><thead><tr><th>objects</th><th>AP</th><th>AR</th></tr></thead><tbody>");
        AppendRow(html, "small", scores.APs, scores.ARs);
        AppendRow(html, "medium", scores.APm, scores.ARm);
        AppendRow(html, "large", scores.APl, scores.ARl);
        html.Append("</tbody></table>\n<p class=\"note\">")
            .Append(CultureInfo.InvariantCulture, $"AR with 1 detection {Share(scores.AR1)}, with 10 {Share(scores.AR10)}. ")
            .Append("Small is up to 32² pixels, large from 96². A dash: no such objects.</p>\n");
        html.Append("<table><thead><tr><th>class</th><th>objects</th><th>AP</th><th>AP50</th></tr></thead><tbody>");
        foreach (var row in scores.PerClass)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{WebUtility.HtmlEncode(row.Name)}</td><td>{row.Objects}</td>")
                .Append(CultureInfo.InvariantCulture, $"<td>{Share(row.AP)}{Bar(row.AP)}</td><td>{Share(row.AP50)}</td></tr>");
        }

        return html.Append("</tbody></table>\n").ToString();
    }

    private static void AppendRow(StringBuilder html, string name, double precision, double recall) =>
        html.Append(CultureInfo.InvariantCulture, $"<tr><td>{name}</td><td>{Share(precision)}</td><td>{Share(recall)}</td></tr>");

    private static string Share(double value) => value < 0 ? "–" : value.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Bar(double value) => value < 0
        ? ""
        : string.Create(CultureInfo.InvariantCulture, $"<i class=\"bar\"><i style=\"width:{Math.Min(value, 1) * 100:0.#}%\"></i></i>");
}
