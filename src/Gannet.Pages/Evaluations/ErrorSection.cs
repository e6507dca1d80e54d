using Gannet.Evaluation.Errors;
using Gannet.Pages.Charts;

namespace Gannet.Pages.Evaluations;

/// <summary>What each type of error costs.</summary>
internal static class ErrorSection
{
    public static void Add(Page page, EvaluationContent content)
    {
        var (costs, other) = (content.Details.Costs, content.Compared);
        page.AddSection("What limits it");
        page.Add(new HtmlBuilder().Append($"<p>{Summary(costs)}</p>\n").ToHtml());
        page.Add(BarChart.Render(
            "AP50 that each type of error costs, and how many there are",
            other is null ? [content.Name] : [content.Name, other.Name],
            [.. costs.PerType.Select(cost => new BarRow(
                $"{cost.Type.ShortName()}: {cost.Type.Meaning()}",
                other is null ? [cost.Cost] : [cost.Cost, other.Costs.GetValueOrDefault(cost.Type, -1)],
                other is null
                    ? $"{PageNumbers.Share(cost.Cost)} · {cost.Count}"
                    : $"{PageNumbers.Share(cost.Cost)} · {PageNumbers.Share(other.Costs.GetValueOrDefault(cost.Type, -1))}"))]));
        page.AddNote($"The six types of TIDE (Bolya et al. 2020) at IoU .5, over all detections; AP50 is {PageNumbers.Share(costs.AP50)}. Each cost is what AP50 would gain "
            + "if that type alone were put right, so the costs do not add up. "
            + $"All wrong detections together cost {PageNumbers.Share(costs.FalsePositives)}, all objects not found {PageNumbers.Share(costs.FalseNegatives)}.");
    }

    public static string Summary(ErrorCosts costs)
    {
        var worst = costs.PerType.MaxBy(static cost => cost.Cost);
        if (costs.AP50 < 0) return "There are no objects to find.";
        if (worst is null || worst.Cost <= 0) return "No type of error costs anything at IoU .5.";
        return $"The costliest type of error is {worst.Type.ShortName()} ({worst.Type.Meaning()}): without its {worst.Count} mistakes AP50 would be "
            + $"{PageNumbers.Share(costs.AP50 + worst.Cost)} instead of {PageNumbers.Share(costs.AP50)}.";
    }
}
