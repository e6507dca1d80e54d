using System.Globalization;
using Gannet.Detection.Explanation;
using Gannet.Pages;
using Gannet.Pages.Pictures;

namespace Gannet.Cli.Explanation;

/// <summary>The first stage: anchors with their matches, and proposals before and after suppression.</summary>
internal static class ProposalSection
{
    // More boxes hide the picture.
    private const int MostDrawn = 40, MostListed = 10;

    public static void Add(Page page, ExplainedPicture picture, EmbeddedPicture input)
    {
        page.AddSection("3. Anchors");
        if (picture.Trace.Network is not { } network)
        {
            page.AddNote($"There is no proposal network: the {picture.Trace.Proposals.Boxes.Length} regions come from another source.");
            return;
        }

        AddAnchors(page, picture, network, input);
        AddProposals(page, picture, network, input);
    }

    private static void AddAnchors(Page page, ExplainedPicture picture, ProposalTrace network, EmbeddedPicture input)
    {
        var sampled = picture.Matching?.SampledPositive ?? [];
        var levels = picture.Trace.Maps.Where(static map => map.IsForProposals).ToList();
        page.Add(HtmlTable.Render(["stride", "anchors", "best objectness", "sampled as foreground"], network.Anchors.LevelSizes.Select((size, level) =>
        {
            var start = network.Anchors.LevelSizes.Take(level).Sum();
            var best = Enumerable.Range(start, size).MaxBy(k => network.Logits[k]);
            return new[]
            {
                PageNumbers.Count(levels[level].Level.Stride), PageNumbers.Count(size), PageNumbers.Share(network.ScoreOf(best)),
                picture.Matching is null ? "–" : PageNumbers.Count(sampled.Count(k => network.LevelOf(k) == level)),
            };
        })));
        if (picture.Matching is not { } matching) return;
        page.AddFacts(
        [
            ("Foreground", $"{matching.Positive}, of which {matching.SampledPositive.Length} sampled"),
            ("Background", $"{matching.Negative}, of which {matching.SampledNegative.Length} sampled"),
            ("Ignored", PageNumbers.Count(matching.Ignored)),
        ]);
        page.Add(MarkedPicture.RenderAgain(input, ResultSection.InputId,
            [.. matching.SampledPositive.Take(MostDrawn).Select(k => new PictureMark(network.Anchors.Boxes[k], MarkLook.Right)), .. picture.Annotated], "sampled foreground anchors"));
        page.AddNote("How training would match these anchors with the objects (dashed), and one sample that it could draw.");
        page.Add(HtmlTable.Render(["object", "class", "best anchor IoU", "foreground anchors"], picture.Objects.Select((o, k) => new[]
        {
            ResultSection.Letter(k), picture.ClassName(o.Label), LossText.Share(o.AnchorIou), PageNumbers.Count(matching.PerObject[k]),
        })));
    }

    private static void AddProposals(Page page, ExplainedPicture picture, ProposalTrace network, EmbeddedPicture input)
    {
        var suppression = network.Suppression;
        page.AddSection("4. Proposals");
        page.AddFacts(
        [
            ("Before suppression", PageNumbers.Count(suppression.Candidates.Length)),
            ("After", string.Create(CultureInfo.InvariantCulture, $"{suppression.Survivors.Length}, at an IoU of {suppression.Threshold:0.##}")),
            ("Kept", $"{suppression.Kept.Length}, at most {suppression.Limit}"),
        ]);
        int[] best = [.. Enumerable.Range(0, suppression.Candidates.Length).OrderByDescending(k => suppression.Candidates[k].Score).Take(MostDrawn)];
        page.Add(new HtmlBuilder().Append($"<div class=\"pair\">")
            .Append(Drawing(picture, suppression, input, best, "best before suppression")).Append(Drawing(picture, suppression, input, [.. suppression.Kept.Take(MostDrawn)], "best after suppression"))
            .Append($"</div>\n").ToHtml());
        var kept = suppression.Survivors.ToHashSet();
        page.Add(HtmlTable.Render(["rank before suppression", "objectness", "level", "x", "y", "width", "height", "after"], best.Take(MostListed).Select((k, rank) =>
        {
            var c = suppression.Candidates[k];
            return new[]
            {
                PageNumbers.Count(rank + 1), PageNumbers.Share(c.Score), PageNumbers.Count(network.LevelOf(c.Source)), ResultSection.Pixels(c.Box.X1), ResultSection.Pixels(c.Box.Y1),
                ResultSection.Pixels(c.Box.Width), ResultSection.Pixels(c.Box.Height), kept.Contains(k) ? "survives" : Suppressed(suppression, k),
            };
        })));
    }

    /// <summary>Why a candidate does not survive.</summary>
    public static string Suppressed(SuppressionTrace suppression, int candidate) => suppression.SuppressorOf(candidate) is { } by
        ? $"suppressed by {LossText.Share(suppression.Candidates[by.Index].Score)}, IoU {LossText.Share(by.Iou)}"
        : "dropped";

    private static Html Drawing(ExplainedPicture picture, SuppressionTrace suppression, EmbeddedPicture input, int[] shown, string caption)
    {
        var marks = shown.Select(k => new PictureMark(suppression.Candidates[k].Box, MarkLook.Right)).Concat(picture.Annotated);
        return new HtmlBuilder().Append($"<figure>{MarkedPicture.RenderAgain(input, ResultSection.InputId, marks, caption)}<figcaption>{shown.Length} {caption}</figcaption></figure>").ToHtml();
    }
}
