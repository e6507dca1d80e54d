namespace Gannet.Pages.Pictures;

/// <summary>A picture with boxes drawn over it as SVG: sharp at every size, with text in every script, and no copy of its pixels.</summary>
public static class MarkedPicture
{
    /// <summary>Draws the boxes over the picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="id">A name unlike any other in the page.</param>
    /// <param name="marks">The boxes.</param>
    /// <param name="description">What is to be seen, for screen readers.</param>
    public static Html Render(EmbeddedPicture picture, string id, IEnumerable<PictureMark> marks, string description)
    {
        ArgumentNullException.ThrowIfNull(picture);
        var pixels = new HtmlBuilder().Append($"<image id=\"{id}\" href=\"{picture.Address}\" width=\"{picture.Width}\" height=\"{picture.Height}\"/>");
        return Draw(picture, pixels.ToHtml(), marks, description);
    }

    /// <summary>Draws other boxes over a picture that the page already has.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="id">Its name in the page.</param>
    /// <param name="marks">The boxes.</param>
    /// <param name="description">What is to be seen, for screen readers.</param>
    public static Html RenderAgain(EmbeddedPicture picture, string id, IEnumerable<PictureMark> marks, string description)
    {
        ArgumentNullException.ThrowIfNull(picture);
        return Draw(picture, new HtmlBuilder().Append($"<use href=\"#{id}\"/>").ToHtml(), marks, description);
    }

    private static Html Draw(EmbeddedPicture picture, Html pixels, IEnumerable<PictureMark> marks, string description)
    {
        PictureMark[] all = [.. marks];
        var svg = new HtmlBuilder().Append($"<svg class=\"marked\" viewBox=\"0 0 {picture.Width} {picture.Height}\" role=\"img\" aria-label=\"{description}\">{pixels}");

        // One path for all boxes of a look: a crowded picture has hundreds.
        foreach (var group in all.GroupBy(static mark => mark.Look).OrderBy(static group => group.Key))
        {
            var outline = new HtmlBuilder();
            foreach (var mark in group) outline.Append($"M{mark.Box.X1:0.#} {mark.Box.Y1:0.#}h{mark.Box.Width:0.#}v{mark.Box.Height:0.#}h{-mark.Box.Width:0.#}z");
            svg.Append($"<path class=\"case\" d=\"{outline.ToHtml()}\"/><path class=\"{Class(group.Key)}\" d=\"{outline.ToHtml()}\"/>");
        }

        var letters = Math.Max(picture.Width, picture.Height) * 0.04;
        foreach (var mark in all.Where(static mark => mark.Text.Length > 0))
        {
            var x = Math.Clamp(mark.Box.X1, 0, Math.Max(0, picture.Width - (letters * 0.7 * mark.Text.Length)));
            var y = mark.Box.Y1 > letters ? mark.Box.Y1 - (letters * 0.2) : Math.Min(mark.Box.Y2 + letters, picture.Height - (letters * 0.2));
            svg.Append($"<text style=\"font-size:{letters:0.#}px;stroke-width:{letters * 0.25:0.#}px\" x=\"{x:0.#}\" y=\"{y:0.#}\">{mark.Text}</text>");
        }

        return svg.Append($"</svg>").ToHtml();
    }

    private static Html Class(MarkLook look) => new(look switch { MarkLook.Right => "right", MarkLook.Wrong => "wrong", _ => "absent" });
}

/// <summary>A box over a picture.</summary>
/// <param name="Box">The box, in pixels of the original.</param>
/// <param name="Look">Its look.</param>
/// <param name="Text">A short text beside it, such as a number; may be empty.</param>
public sealed record PictureMark(Box Box, MarkLook Look, string Text = "");

/// <summary>Looks of boxes, told apart by colour and line.</summary>
public enum MarkLook
{
    /// <summary>As it should be: a thin line.</summary>
    Right,

    /// <summary>Wrong: a thick line.</summary>
    Wrong,

    /// <summary>Not there: a dashed line.</summary>
    Absent,
}
