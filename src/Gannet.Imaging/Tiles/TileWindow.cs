namespace Gannet.Imaging.Tiles;

/// <summary>A part of a picture, in whole pixels.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Pixels across.</param>
/// <param name="Height">Pixels down.</param>
public readonly record struct TileWindow(int X, int Y, int Width, int Height)
{
    /// <summary>The column after the last.</summary>
    public int Right => X + Width;

    /// <summary>The row after the last.</summary>
    public int Bottom => Y + Height;

    /// <summary>Copies these pixels of a picture.</summary>
    /// <param name="picture">A picture that contains the window.</param>
    /// <exception cref="ArgumentException">The window is empty, or not inside the picture.</exception>
    public Image CutFrom(Image picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (X < 0 || Y < 0 || Width < 1 || Height < 1 || Width > picture.Width - X || Height > picture.Height - Y)
            throw new ArgumentException($"The window {this} is not inside a picture of {picture.Width} × {picture.Height} pixels.", nameof(picture));
        var tile = new Image(Width, Height);
        for (var y = 0; y < Height; y++) picture.Row(Y + y).Slice(X * 3, Width * 3).CopyTo(tile.Row(y));
        return tile;
    }
}
