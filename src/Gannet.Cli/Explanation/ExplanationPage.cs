using System.Globalization;
using Gannet.Detection.Explanation;
using Gannet.Pages;
using Gannet.Pages.Pictures;

namespace Gannet.Cli.Explanation;

/// <summary>The page about one picture: every stage of the detector from the input to the detections.</summary>
internal static class ExplanationPage
{
    private const int InputSide = 800;

    /// <summary>Composes the page.</summary>
    /// <exception cref="DllNotFoundException">OpenCV is missing, which makes pictures small.</exception>
    public static Page Compose(ExplainedPicture picture)
    {
        var page = new Page($"{picture.Name}, explained by {picture.Model}");
        var missed = picture.Objects.Count(static o => o.Lost != LostAt.Nowhere);
        page.AddHeadline(
        [
            ("detections", PageNumbers.Count(picture.Shown.Count)),
            .. picture.Truth is null ? Array.Empty<(string, string)>() : [("objects", PageNumbers.Count(picture.Objects.Count)), ("missed", PageNumbers.Count(missed))],
        ]);
        page.AddFacts([("Preset", picture.Preset), ("Score from", picture.Score.ToString(CultureInfo.InvariantCulture))]);
        var input = EmbeddedPicture.Of(picture.Input, InputSide);
        ResultSection.Add(page, picture, input);
        AddInput(page, picture, input);
        AddLevels(page, picture);
        ProposalSection.Add(page, picture, input);
        RegionSection.Add(page, picture, input);
        ClassSection.Add(page, picture);
        return page;
    }

    private static void AddInput(Page page, ExplainedPicture picture, EmbeddedPicture input)
    {
        var (batch, placement) = (picture.Trace.Input, picture.Trace.Placement);
        page.AddSection("1. Input");
        page.AddFacts(
        [
            ("Picture", $"{placement.Original.Width} × {placement.Original.Height}"),
            ("Scaled", string.Create(CultureInfo.InvariantCulture, $"{placement.Scaled.Width} × {placement.Scaled.Height}, by {placement.ScaleX:0.####} × {placement.ScaleY:0.####}")),
            ("Input", $"{batch.Width} × {batch.Height}"),
            ("Padding", string.Create(CultureInfo.InvariantCulture,
                $"{placement.Window.X1:0} left, {placement.Window.Y1:0} above, {batch.Width - placement.Window.X2:0} right, {batch.Height - placement.Window.Y2:0} below")),
        ]);
        page.Add(MarkedPicture.RenderAgain(input, ResultSection.InputId, picture.Annotated, "the network's input with the annotated objects"));
        page.AddNote(picture.Truth is null ? "What the network sees." : "What the network sees. Annotated objects are dashed. Objects and boxes on this page are in pixels of the input, detections in those of the picture.");
    }

    private static void AddLevels(Page page, ExplainedPicture picture)
    {
        page.AddSection("2. Feature levels");
        page.AddNote("Each cell is the mean of its channels, from dark (least of this map) to bright (largest).");
        var html = new HtmlBuilder().Append($"<div class=\"pictures\">\n");
        foreach (var map in picture.Trace.Maps)
        {
            var (low, high) = HeatMap.RangeOf(map.Means);
            var read = (map.IsForProposals, map.IsForRegions) switch { (true, true) => "proposals and regions", (true, _) => "proposals", _ => "regions" };
            html.Append(HeatMap.Figure(HeatMap.Draw(map.Means, map.Width, map.Height), string.Create(CultureInfo.InvariantCulture,
                $"stride {map.Level.Stride}: {map.Level.Channels} channels of {map.Width} × {map.Height} cells, {low:0.###} to {high:0.###}; for {read}")));
        }

        page.Add(html.Append($"</div>\n").ToHtml());
    }
}
