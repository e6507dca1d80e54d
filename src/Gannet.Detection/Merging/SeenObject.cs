using Gannet.Imaging.Tiles;

namespace Gannet.Detection.Merging;

/// <summary>An object as a part of the picture shows it.</summary>
/// <param name="Found">The detection, in pixels of the picture.</param>
/// <param name="Window">The part of the picture that was looked at.</param>
/// <param name="Cut">The borders of that part, inside the picture, that the box touches: the object may continue behind them.</param>
internal readonly record struct SeenObject(DetectedObject Found, TileWindow Window, Borders Cut)
{
    // A box ends within a hundredth of the tile from the border that cuts its object: regression is that exact.
    private const double Margin = 0.01;

    public Box Box => Found.Box;

    /// <summary>Moves a detection from a tile to its picture.</summary>
    /// <param name="window">The tile.</param>
    /// <param name="picture">The picture; its own borders cut no object.</param>
    /// <param name="found">The detection, in pixels of the tile.</param>
    public static SeenObject In(TileWindow window, TileWindow picture, DetectedObject found)
    {
        var box = found.Box.Shift(window.X, window.Y);
        var (across, down) = (Math.Max(1, Margin * window.Width), Math.Max(1, Margin * window.Height));
        var cut = (window.X > picture.X && box.X1 <= window.X + across ? Borders.Left : 0)
            | (window.Y > picture.Y && box.Y1 <= window.Y + down ? Borders.Top : 0)
            | (window.Right < picture.Right && box.X2 >= window.Right - across ? Borders.Right : 0)
            | (window.Bottom < picture.Bottom && box.Y2 >= window.Bottom - down ? Borders.Bottom : 0);
        return new(found with { Box = box }, window, cut);
    }
}

/// <summary>Sides of a tile.</summary>
[Flags]
internal enum Borders
{
    None = 0,
    Left = 1,
    Top = 2,
    Right = 4,
    Bottom = 8,
}
