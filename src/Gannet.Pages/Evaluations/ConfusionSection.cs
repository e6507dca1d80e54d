using Gannet.Evaluation;
using Gannet.Evaluation.Confusions;

namespace Gannet.Pages.Evaluations;

/// <summary>What objects of each class were taken for.</summary>
internal static class ConfusionSection
{
    // More columns than this are read sideways, more than that on demand.
    private const int Upright = 8, Unfolded = 30, Listed = 10;

    public const string Rule = "Rows are annotated classes, columns detected ones, from the threshold of best F1 upwards. A detection that finds an object of its "
        + "class at IoU .5 is on the diagonal. Each other one, best first, is paired with the free object of another class that it overlaps most, if by .5; else "
        + "nothing was there. Each object counts once, so a row sums to its objects.";

    public static void Add(Page page, EvaluationContent content)
    {
        var matrix = content.Details.Confusion;
        int[] labels = [.. Enumerable.Range(0, matrix.Background).Where(k => matrix.RowSum(k) > 0 || Enumerable.Range(0, matrix.Background + 1).Any(t => matrix[t, k] > 0))];
        if (labels.Length == 0) return;
        page.AddSection("Confusions");
        if (labels.Length > Upright)
        {
            page.Add(HtmlTable.Render(["annotated", "detected", "objects"],
                Pairs(content.Details).Take(Listed).Select(static pair => (IReadOnlyList<string>)[pair.Truth, pair.Detected, PageNumbers.Count(pair.Count)])));
        }

        var table = Table(content.Details, labels);
        page.Add(labels.Length <= Unfolded ? table : new HtmlBuilder().Append($"<details><summary>{labels.Length} classes</summary>{table}</details>\n").ToHtml());
        page.AddNote(Rule);
    }

    public static string Name(EvaluationDetails details, int label, string background) =>
        label == details.Confusion.Background ? background : details.Matches.Dataset.Classes[label];

    private static IEnumerable<(string Truth, string Detected, int Count)> Pairs(EvaluationDetails details)
    {
        var matrix = details.Confusion;
        return from truth in Enumerable.Range(0, matrix.Background)
               from detected in Enumerable.Range(0, matrix.Background)
               where truth != detected && matrix[truth, detected] > 0
               orderby matrix[truth, detected] descending, truth, detected
               select (Name(details, truth, ""), Name(details, detected, ""), matrix[truth, detected]);
    }

    private static Html Table(EvaluationDetails details, int[] labels)
    {
        var matrix = details.Confusion;
        var sideways = new Html(labels.Length > Upright ? " sideways" : "");
        var html = new HtmlBuilder().Append($"<div class=\"scroll\"><table class=\"confusion{sideways}\"><thead><tr><th></th>");
        foreach (var label in labels) html.Append($"<th scope=\"col\"><span>{Name(details, label, "")}</span></th>");
        html.Append($"<th scope=\"col\"><span>not found</span></th><th scope=\"col\"><span>sum</span></th></tr></thead><tbody>");
        foreach (var truth in (int[])[.. labels, matrix.Background])
        {
            html.Append($"<tr><th scope=\"row\">{Name(details, truth, "nothing there")}</th>");
            foreach (var detected in (int[])[.. labels, matrix.Background]) html.Append(Piece(matrix, truth, detected));
            html.Append($"<td>{(truth == matrix.Background ? "" : PageNumbers.Count(matrix.RowSum(truth)))}</td></tr>");
        }

        return html.Append($"</tbody></table></div>\n").ToHtml();
    }

    // Shaded by its share of the row: right ones and wrong ones in different colours.
    private static Html Piece(ConfusionMatrix matrix, int truth, int detected)
    {
        var count = matrix[truth, detected];
        if (count == 0) return new("<td></td>");
        var share = 60.0 * count / Math.Max(1, matrix.RowSum(truth));
        return new HtmlBuilder().Append($"<td class=\"{new Html(truth == detected ? "right" : "wrong")}\" style=\"--share:{share:0.#}%\">{count}</td>").ToHtml();
    }
}
