using Gannet.Detection.Explanation;
using Gannet.Kernels.Overlaps;
using Gannet.Pages;
using Gannet.Pages.Pictures;

namespace Gannet.Cli.Explanation;

/// <summary>The regions of the second stage: the level each is pooled from, what was pooled, and the votes of a position-sensitive head.</summary>
internal static class RegionSection
{
    private const int MostPooled = 6;

    public static void Add(Page page, ExplainedPicture picture, EmbeddedPicture input)
    {
        page.AddSection("5. Regions");
        if (!picture.HasSecondStage || picture.Trace.Regions is not { } regions)
        {
            page.AddNote(picture.HasSecondStage ? "There is no region to classify." : "There is no second stage: the proposals are the detections.");
            return;
        }

        AddLevels(page, picture, regions);
        AddRefinements(page, picture);
        var used = picture.Shown.Take(MostPooled).Select((d, k) => (Number: k + 1, Region: picture.RegionOf(d), picture.Trace.Detections[d].Label))
            .Where(static u => u.Region is not null).Select(static u => (u.Number, Region: u.Region!.Value, u.Label)).ToList();
        if (used.Count == 0) return;
        page.Add(MarkedPicture.RenderAgain(input, ResultSection.InputId,
            used.Select(u => new PictureMark(regions.Boxes[u.Region], MarkLook.Right, PageNumbers.Count(u.Number))), "the regions of the first detections"));
        page.AddNote("The regions that the first detections were made of, before their boxes were refined.");
        if (picture.Trace.Votes is { } votes) AddVotes(page, picture, votes, used);
        else if (picture.Trace.Pooling is { } pooling) AddPooled(page, pooling, used);
    }

    private static void AddLevels(Page page, ExplainedPicture picture, RegionTrace regions)
    {
        if (picture.Trace.Pooling is not { } pooling)
        {
            page.AddNote($"{regions.Boxes.Length} regions.");
            return;
        }

        var maps = picture.Trace.Maps.Where(static map => map.IsForRegions).ToList();
        page.Add(HtmlTable.Render(["stride", "regions", "bins"], maps.Select((map, level) => new[]
        {
            PageNumbers.Count(map.Level.Stride), PageNumbers.Count(pooling.Levels.Count(l => l == level)), $"{pooling.Size} × {pooling.Size}",
        })));
    }

    private static void AddRefinements(Page page, ExplainedPicture picture)
    {
        if (picture.Trace.Refinements is not [_, ..] refinements) return;
        var before = picture.Trace.Proposals.Boxes;
        page.Add(HtmlTable.Render(["stage of the cascade", "regions", "likely objects", "mean IoU with the stage before"], refinements.Select((refined, k) =>
        {
            // Regions that became empty are left out after a stage, so later boxes may have moved up.
            var same = refined.Boxes.Length == before.Length ? before.Zip(refined.Boxes, Iou.Of).DefaultIfEmpty().Average() : float.NaN;
            before = refined.Boxes;
            return new[] { PageNumbers.Count(k + 1), PageNumbers.Count(refined.Boxes.Length), PageNumbers.Count(refined.Scores.Count(static s => s > 0.5f)), LossText.Share(same) };
        }).ToArray()));
    }

    private static void AddPooled(Page page, PoolingTrace pooling, List<(int Number, int Region, int Label)> used)
    {
        var html = new HtmlBuilder().Append($"<div class=\"pictures\">\n");
        foreach (var (number, region, _) in used)
            html.Append(HeatMap.Figure(HeatMap.Draw(pooling.Of(region), pooling.Size, pooling.Size), $"detection {number}: pooled features, mean of the channels"));
        page.Add(html.Append($"</div>\n").ToHtml());
    }

    private static void AddVotes(Page page, ExplainedPicture picture, VoteTrace votes, List<(int Number, int Region, int Label)> used)
    {
        page.AddNote("Each bin of a region reads its own vote map; the mean of the votes is the logit of the class.");
        var html = new HtmlBuilder().Append($"<div class=\"pictures\">\n");
        foreach (var (number, region, label) in used)
        {
            var own = votes.VotesOf(region, label);
            html.Append(HeatMap.Figure(HeatMap.Draw(own, votes.Size, votes.Size), $"detection {number}: votes for {picture.ClassName(label)}, mean {LossText.Share(own.ToArray().Average())}"));
        }

        var best = used[0].Label;
        html.Append(HeatMap.Figure(Mosaic(votes, best), $"the {votes.Size} × {votes.Size} vote maps of {picture.ClassName(best)}, in the order of the bins"));
        page.Add(html.Append($"</div>\n").ToHtml());
    }

    // All maps of a class in one picture, so that their colours can be compared.
    private static Image Mosaic(VoteTrace votes, int label)
    {
        var width = votes.Width * votes.Size;
        var all = new float[votes.Height * votes.Size * width];
        for (var bin = 0; bin < votes.Size * votes.Size; bin++)
        {
            var map = votes.MapOf(label, bin);
            for (var y = 0; y < votes.Height; y++)
                map.Slice(y * votes.Width, votes.Width).CopyTo(all.AsSpan((bin / votes.Size * votes.Height + y) * width + bin % votes.Size * votes.Width));
        }

        return HeatMap.Draw(all, width, votes.Height * votes.Size);
    }
}
