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
        DrawFrames(drawn, boxes);
        return new LabelDrawer(drawn).Draw(boxes);
    }

    /// <summary>Draws on a picture itself, such as a frame of a video, whose size may not change: a label without room is left out.</summary>
    /// <param name="picture">The picture to draw on.</param>
    /// <param name="boxes">The boxes; later ones are drawn over earlier ones, labels over all boxes.</param>
    /// <exception cref="ArgumentException">A mask has another size than the picture.</exception>
    public static void DrawInPlace(Image picture, IReadOnlyList<DrawnBox> boxes)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(boxes);
        DrawFrames(picture, boxes);
        new LabelDrawer(picture).DrawWithoutLegend(boxes);
    }

    /// <summary>Width of lines, in pixels, that suits a picture's size.</summary>
    internal static int LineWidth(Image picture) => Math.Max(1, (int)MathF.Round(MathF.Sqrt(picture.Width * (float)picture.Height) / 320));

    private static void DrawFrames(Image picture, IReadOnlyList<DrawnBox> boxes)
    {
        var lineWidth = LineWidth(picture);
        foreach (var box in boxes) MaskShader.Shade(picture, box);
        foreach (var box in boxes) DrawFrame(picture, box, lineWidth);
    }

    private static void DrawFrame(Image picture, DrawnBox box, int lineWidth)
    {
        if (PixelRectangle.Of(box.Box, picture) is not { } outer) return;

        // A dark line around the coloured one separates it from a background of the same colour.
        outer.Grow(1, picture).Frame(picture, 1, (0, 0, 0), 0.45f * box.Opacity);
        outer.Frame(picture, lineWidth, box.Ink, box.Opacity);
    }
}
