using System.Globalization;
using Gannet.Detection.Explanation;
using Gannet.Pages;
using Gannet.Pages.Pictures;

namespace Gannet.Cli.Explanation;

/// <summary>What was found, what was missed and where it was lost, and what one detection rests on: the end, which a reader wants first.</summary>
internal static class ResultSection
{
    /// <summary>Name of the input's pixels in the page.</summary>
    public const string InputId = "input";

    public static void Add(Page page, ExplainedPicture picture, EmbeddedPicture input)
    {
        page.AddSection("Detections");
        var marks = picture.Shown.Select((d, k) => new PictureMark(picture.Trace.Detections[d].Box, MarkLook.Right, PageNumbers.Count(k + 1)));
        var missed = picture.Objects.Index().Where(static o => o.Item.Lost != LostAt.Nowhere && o.Item.Box.IsValid)
            .Select(static o => new PictureMark(o.Item.Box, MarkLook.Absent, Letter(o.Index)));
        page.Add(MarkedPicture.Render(input, InputId, [.. marks, .. missed], "the detections"));
        page.Add(HtmlTable.Render(["detection", "class", "score", "x", "y", "width", "height"], picture.Found.Select((d, k) => new[]
        {
            PageNumbers.Count(k + 1), picture.ClassName(d.Label), PageNumbers.Share(d.Score), Pixels(d.Box.X1), Pixels(d.Box.Y1), Pixels(d.Box.Width), Pixels(d.Box.Height),
        })));
        page.AddNote("In pixels of the picture: the numbers of gannet detect.");
        AddObjects(page, picture);
        AddOcclusion(page, picture);
    }

    /// <summary>The name of an object on the page.</summary>
    public static string Letter(int index) => $"o{index + 1}";

    /// <summary>A length or position in pixels.</summary>
    public static string Pixels(float value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static void AddObjects(Page page, ExplainedPicture picture)
    {
        if (picture.Truth is null) return;
        page.AddSection("Objects");
        page.AddNote("Where each annotated object was found or lost: after the last stage that had a box with an IoU of at least .5 on it. Missed ones are dashed above.");
        page.Add(HtmlTable.Render(["object", "class", "best anchor IoU", "best region IoU", "what became of it"], picture.Objects.Select((o, k) => new[]
        {
            Letter(k), picture.ClassName(o.Label), LossText.Share(o.AnchorIou), LossText.Share(o.RegionIou), LossText.Of(o, picture),
        })));
    }

    private static void AddOcclusion(Page page, ExplainedPicture picture)
    {
        if (picture.Occlusion is not { } hidden) return;
        var found = picture.Trace.Found[hidden.Detection];
        page.AddSection($"What detection {1 + LossText.Place(picture, hidden.Detection)} rests on");
        page.Add(new HtmlBuilder().Append($"<div class=\"pictures\">\n")
            .Append(HeatMap.Figure(HeatMap.Over(picture.Input, hidden.Area, hidden.Drops, hidden.Steps), $"{picture.ClassName(found.Label)} {PageNumbers.Share(found.Score)}"))
            .Append($"</div>\n").ToHtml());
        page.AddNote(string.Create(CultureInfo.InvariantCulture,
            $"A grey square was slid over it in {hidden.Steps} × {hidden.Steps} steps. Where it is bright, hiding that place lowers the score most, by up to {hidden.Drops.Max():0.000}."));
    }
}
