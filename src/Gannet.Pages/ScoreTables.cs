using System.Globalization;
using Gannet.Evaluation.Coco;

namespace Gannet.Pages;

/// <summary>COCO's scores as a section of a page.</summary>
public static class ScoreTables
{
    /// <summary>Appends the headline, the scores by size and those by class.</summary>
    /// <param name="page">The page.</param>
    /// <param name="scores">The scores.</param>
    public static void Add(Page page, CocoScores scores)
    {
        ArgumentNullException.ThrowIfNull(page);
        ArgumentNullException.ThrowIfNull(scores);
        page.AddSection("Scores");
        page.AddHeadline(
        [
            ("AP", PageNumbers.Share(scores.AP)), ("AP50", PageNumbers.Share(scores.AP50)), ("AP75", PageNumbers.Share(scores.AP75)),
            ("AR100", PageNumbers.Share(scores.AR100)),
        ]);
        page.Add(HtmlTable.Render(["objects", "AP", "AR"],
        [
            ["small", PageNumbers.Share(scores.APs), PageNumbers.Share(scores.ARs)],
            ["medium", PageNumbers.Share(scores.APm), PageNumbers.Share(scores.ARm)],
            ["large", PageNumbers.Share(scores.APl), PageNumbers.Share(scores.ARl)],
        ]));
        page.AddNote(string.Create(CultureInfo.InvariantCulture,
            $"AR with 1 detection {PageNumbers.Share(scores.AR1)}, with 10 {PageNumbers.Share(scores.AR10)}. ")
            + "Small is up to 32² pixels, large from 96². A dash: no such objects.");
        page.Add(HtmlTable.Render(["class", "objects", "AP", "AP50"], scores.PerClass.Select(static row => (IReadOnlyList<Html>)
            [Html.Of(row.Name), Html.Of(PageNumbers.Count(row.Objects)), HtmlTable.Bar(row.AP), Html.Of(PageNumbers.Share(row.AP50))])));
    }
}
