using Gannet.Imaging.Drawing.Labels;

namespace Gannet.Imaging.Drawing;

/// <summary>Draws boxes, their masks if any, and labels that hide neither objects nor each other.</summary>
public static class BoxDrawer
{
    /// <summary>Draws on a copy of a picture.</summary>
    /// <param name="picture">The picture; it is not changed.</param>
    /// <param name="boxes">The boxes; later ones are drawn over earlier ones, labels over all boxes.</param>
    /// <returns>A picture of the same size, or one with a legend below it where labels have no room and numbers stand for them.</returns>
    /// <exception cref="ArgumentException">A mask has another size than the picture.</exception>
    public static Image Draw(Image picture, IReadOnlyList<DrawnBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(boxes);
        var drawn = picture.Copy();
        var lineWidth = Math.Max(1, (int)MathF.Round(MathF.Sqrt(picture.Width * (float)picture.Height) / 320));
        foreach (var box in boxes) MaskShader.Shade(drawn, box);
        foreach (var box in boxes) DrawFrame(drawn, box, lineWidth);

        return new LabelDrawer(drawn).Draw(boxes);
    }

    private static void DrawFrame(Image picture, DrawnBox box, int lineWidth)
    {
        if (PixelRectangle.Of(box.Box, picture) is not { } outer) return;

        // A dark line around the coloured one separates it from a background of the same colour.
        outer.Grow(1, picture).Frame(picture, 1, (0, 0, 0), 0.45f * box.Opacity);
        outer.Frame(picture, lineWidth, box.Ink, box.Opacity);
    }
}
