using System.Globalization;
using Gannet.Evaluation;
using Gannet.Evaluation.Coco;
using Gannet.Evaluation.Comparison;

namespace Gannet.Pages.Evaluations;

/// <summary>The scores by size and by class, beside those of another evaluation if there is one.</summary>
internal static class ScoreSection
{
    public static void Add(Page page, EvaluationContent content)
    {
        var (coco, other) = (content.Report.Coco, content.Compared);
        page.AddHeadline(new[] { ("AP", coco.AP), ("AP50", coco.AP50), ("AP75", coco.AP75), ("AR100", coco.AR100) }.Select(number =>
            (other is null ? number.Item1 : $"{number.Item1} ({PageNumbers.Change(other.Numbers[number.Item1], number.Item2)})", PageNumbers.Share(number.Item2))));
        page.AddSection("Scores");
        page.Add(HtmlTable.Render(SizeHeadings(other), SizeRows(coco, other)));
        page.AddNote(string.Create(CultureInfo.InvariantCulture,
            $"AR with 1 detection {PageNumbers.Share(coco.AR1)}, with 10 {PageNumbers.Share(coco.AR10)}. ")
            + "Small is up to 32² pixels, large from 96². A dash: no such objects, or not stated.");
        var names = ClassHeadings(other);
        page.Add(HtmlTable.Render(names, coco.PerClass.Select((row, k) => (IReadOnlyList<Html>)
            [.. ClassRow(row, other).Select((text, i) => i == 2 ? HtmlTable.Bar(row.AP) : Html.Of(text))])));
        if (content.Report.Masks is not { } masks) return;
        page.AddNote($"Masks: AP {PageNumbers.Share(masks.AP)}, AP50 {PageNumbers.Share(masks.AP50)}. Everything below is about boxes.");
    }

    public static IReadOnlyList<string> SizeHeadings(ComparedEvaluation? other) =>
        other is null ? ["objects", "AP", "AR"] : ["objects", "AP", "compared", "change", "AR", "compared", "change"];

    public static IEnumerable<IReadOnlyList<string>> SizeRows(CocoScores coco, ComparedEvaluation? other)
    {
        foreach (var (name, ap, ar, suffix) in new[]
        {
            ("all", coco.AP, coco.AR100, ""), ("small", coco.APs, coco.ARs, "s"), ("medium", coco.APm, coco.ARm, "m"), ("large", coco.APl, coco.ARl, "l"),
        })
        {
            if (other is null) yield return [name, PageNumbers.Share(ap), PageNumbers.Share(ar)];
            else yield return [name, .. Pair(ap, other.Numbers[$"AP{suffix}"]), .. Pair(ar, other.Numbers[suffix.Length == 0 ? "AR100" : $"AR{suffix}"])];
        }
    }

    public static IReadOnlyList<string> ClassHeadings(ComparedEvaluation? other) => other is null
        ? ["class", "objects", "AP", "AP50", "AP small", "medium", "large"]
        : ["class", "objects", "AP", "compared", "change", "AP50", "compared", "change"];

    public static IReadOnlyList<string> ClassRow(ClassScores row, ComparedEvaluation? other)
    {
        if (other is null)
        {
            return
            [
                row.Name, PageNumbers.Count(row.Objects), PageNumbers.Share(row.AP), PageNumbers.Share(row.AP50), PageNumbers.Share(row.APs),
                PageNumbers.Share(row.APm), PageNumbers.Share(row.APl),
            ];
        }

        var there = other.PerClass.GetValueOrDefault(row.Name);
        return [row.Name, PageNumbers.Count(row.Objects), .. Pair(row.AP, there?.AP ?? -1), .. Pair(row.AP50, there?.AP50 ?? -1)];
    }

    private static string[] Pair(double own, double other) => [PageNumbers.Share(own), PageNumbers.Share(other), PageNumbers.Change(other, own)];
}
