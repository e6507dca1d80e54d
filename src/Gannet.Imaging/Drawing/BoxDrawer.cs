namespace Gannet.Imaging.Drawing;

/// <summary>Draws boxes, masks where there are some, and labels that can be read on any background.</summary>
public static class BoxDrawer
{
    /// <summary>Draws into a copy of a picture.</summary>
    /// <param name="picture">The picture; stays as it is.</param>
    /// <param name="boxes">The boxes; later ones lie over earlier ones, labels over all boxes.</param>
    /// <returns>A picture of the same size.</returns>
    /// <exception cref="ArgumentException">A mask is of a picture of another size.</exception>
    public static Image Draw(Image picture, IReadOnlyList<DrawnBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(boxes);
        var drawn = picture.Copy();
        var lineWidth = Math.Max(1, (int)MathF.Round(MathF.Sqrt(picture.Width * (float)picture.Height) / 320));
        foreach (var box in boxes) MaskShader.Shade(drawn, box);
        foreach (var box in boxes) DrawFrame(drawn, box, lineWidth);

        // Large boxes first: a small box's label then lies over a large one's.
        var labels = new LabelDrawer(drawn);
        foreach (var box in boxes.OrderByDescending(static box => box.Box.Area)) labels.Draw(box);
        return drawn;
    }

    private static void DrawFrame(Image picture, DrawnBox box, int lineWidth)
    {
        if (PixelRectangle.Of(box.Box, picture) is not { } outer) return;

        // A dark line around the coloured one keeps it apart from a background of its own colour.
        outer.Grow(1, picture).Frame(picture, 1, (0, 0, 0), 0.45f * box.Opacity);
        outer.Frame(picture, lineWidth, box.Ink, box.Opacity);
    }
}
