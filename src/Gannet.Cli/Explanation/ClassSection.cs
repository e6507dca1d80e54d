using System.Globalization;
using Gannet.Detection.Explanation;
using Gannet.Pages;

namespace Gannet.Cli.Explanation;

/// <summary>The classes of the most probable regions, and what suppression left of them.</summary>
internal static class ClassSection
{
    private const int MostListed = 20, MostClasses = 3;

    public static void Add(Page page, ExplainedPicture picture)
    {
        if (picture.Trace.Regions is not { } regions) return;
        var suppression = regions.Suppression;
        page.AddSection("6. Classes");
        page.AddFacts(
        [
            ("Scores", string.Create(CultureInfo.InvariantCulture, $"{regions.Boxes.Length} regions × {regions.Classes} classes, of which {suppression.Candidates.Length} above {regions.ScoreThreshold:0.###}")),
            ("After suppression", string.Create(CultureInfo.InvariantCulture, $"{suppression.Survivors.Length}, at an IoU of {suppression.Threshold:0.##}{(suppression.AcrossGroups ? ", across classes" : "")}")),
            ("Kept", $"{suppression.Kept.Length}, at most {suppression.Limit}; shown {picture.Shown.Count}"),
        ]);
        if (suppression.Candidates.Length == 0) return;
        var places = suppression.Kept.Select(static (candidate, d) => (candidate, d)).ToDictionary(static p => p.candidate, static p => p.d);
        var survivors = suppression.Survivors.ToHashSet();
        int[] best = [.. Enumerable.Range(0, suppression.Candidates.Length).OrderByDescending(Before).Take(MostListed)];
        page.Add(HtmlTable.Render(["region", "class", "score before", "most probable of the region", "after suppression"], best.Select(k => new[]
        {
            PageNumbers.Count(suppression.Candidates[k].Source), picture.ClassName(suppression.Candidates[k].Group), PageNumbers.Share(Before(k)),
            Likely(picture, regions, suppression.Candidates[k].Source), After(k),
        })));

        // Soft suppression lowers the scores of candidates, so those before it are the probabilities.
        float Before(int k) => regions.Probability(suppression.Candidates[k].Source, suppression.Candidates[k].Group);

        string After(int k) => places.TryGetValue(k, out var d)
            ? $"{LossText.Share(suppression.Candidates[k].Score)}{(LossText.Place(picture, d) is >= 0 and var n ? $", detection {n + 1}" : "")}"
            : survivors.Contains(k) ? "cut by the limit" : ProposalSection.Suppressed(suppression, k);
    }

    private static string Likely(ExplainedPicture picture, RegionTrace regions, int region) => string.Join(", ", Enumerable.Range(-1, regions.Classes + 1)
        .OrderByDescending(label => regions.Probability(region, label)).Take(MostClasses).Select(label => $"{picture.ClassName(label)} {LossText.Share(regions.Probability(region, label))}"));
}
