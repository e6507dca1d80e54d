namespace Gannet.Imaging.Drawing;

/// <summary>Draws where an object has been: a line through its former places that grows thinner with age.</summary>
public static class TrailDrawer
{
    /// <summary>Draws on a picture itself.</summary>
    /// <param name="picture">The picture to draw on.</param>
    /// <param name="places">Points in pixels, oldest first; parts outside the picture are not drawn.</param>
    /// <param name="colour">Colour of the line.</param>
    public static void DrawInPlace(Image picture, IReadOnlyList<(float X, float Y)> places, (byte R, byte G, byte B) colour)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(places);
        var widest = BoxDrawer.LineWidth(picture);
        for (var k = 1; k < places.Count; k++)
            DrawLine(picture, places[k - 1], places[k], Math.Max(1, (widest * k + places.Count - 1) / places.Count), colour);
    }

    // Squares at steps of a pixel. No line is longer than the picture's two sides, wherever its ends are.
    private static void DrawLine(Image picture, (float X, float Y) from, (float X, float Y) to, int width, (byte R, byte G, byte B) colour)
    {
        from = Inside(from, picture);
        to = Inside(to, picture);
        var steps = Math.Max(1, (int)MathF.Ceiling(Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y))));
        for (var k = 0; k <= steps; k++)
        {
            var share = (float)k / steps;
            var left = (int)MathF.Round(from.X + (to.X - from.X) * share - width / 2f);
            var top = (int)MathF.Round(from.Y + (to.Y - from.Y) * share - width / 2f);
            new PixelRectangle(left, top, left + width, top + width).Fill(picture, colour, 1);
        }
    }

    // NaN becomes an edge, too.
    private static (float X, float Y) Inside((float X, float Y) place, Image picture) =>
        (Math.Min(Math.Max(0, float.IsNaN(place.X) ? 0 : place.X), picture.Width), Math.Min(Math.Max(0, float.IsNaN(place.Y) ? 0 : place.Y), picture.Height));
}
