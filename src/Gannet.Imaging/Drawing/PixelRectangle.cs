namespace Gannet.Imaging.Drawing;

/// <summary>Whole pixels from (Left, Top) up to but excluding (Right, Bottom), inside a picture.</summary>
internal readonly record struct PixelRectangle(int Left, int Top, int Right, int Bottom)
{
    /// <summary>The pixels that a box touches, or null if it touches none of the picture.</summary>
    public static PixelRectangle? Of(Box box, Image picture)
    {
        var clipped = box.Clip(picture.Width, picture.Height);
        if (!clipped.IsValid) return null;
        return new((int)clipped.X1, (int)clipped.Y1, (int)MathF.Ceiling(clipped.X2), (int)MathF.Ceiling(clipped.Y2));
    }

    public PixelRectangle Grow(int by, Image picture) =>
        new(Math.Max(0, Left - by), Math.Max(0, Top - by), Math.Min(picture.Width, Right + by), Math.Min(picture.Height, Bottom + by));

    public int Width => Right - Left;

    public int Height => Bottom - Top;

    public long Area => (long)Width * Height;

    /// <summary>Number of pixels that the two share.</summary>
    public long Common(PixelRectangle other)
    {
        var (across, down) = (Math.Min(Right, other.Right) - Math.Max(Left, other.Left), Math.Min(Bottom, other.Bottom) - Math.Max(Top, other.Top));
        return across > 0 && down > 0 ? (long)across * down : 0;
    }

    /// <summary>Whether the two share a pixel.</summary>
    public bool Meets(PixelRectangle other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;

    /// <summary>Fills the rectangle.</summary>
    /// <param name="picture">Where to draw.</param>
    /// <param name="colour">Colour.</param>
    /// <param name="opacity">1 is opaque; less lets the picture show through.</param>
    public void Fill(Image picture, (byte R, byte G, byte B) colour, float opacity)
    {
        var (left, right) = (Math.Clamp(Left, 0, picture.Width), Math.Clamp(Right, 0, picture.Width));
        for (var y = Math.Max(0, Top); y < Math.Min(Bottom, picture.Height); y++)
        {
            var row = picture.Row(y);
            for (var x = left; x < right; x++)
            {
                row[x * 3] = Mix(row[x * 3], colour.R, opacity);
                row[x * 3 + 1] = Mix(row[x * 3 + 1], colour.G, opacity);
                row[x * 3 + 2] = Mix(row[x * 3 + 2], colour.B, opacity);
            }
        }
    }

    /// <summary>Draws the border, inwards.</summary>
    public void Frame(Image picture, int width, (byte R, byte G, byte B) colour, float opacity)
    {
        var (across, down) = (Math.Min(width, (Right - Left + 1) / 2), Math.Min(width, (Bottom - Top + 1) / 2));
        (this with { Bottom = Top + down }).Fill(picture, colour, opacity);
        (this with { Top = Bottom - down }).Fill(picture, colour, opacity);
        var sides = this with { Top = Top + down, Bottom = Bottom - down };
        (sides with { Right = Left + across }).Fill(picture, colour, opacity);
        (sides with { Left = Right - across }).Fill(picture, colour, opacity);
    }

    private static byte Mix(byte under, byte over, float opacity) => (byte)(under + (over - under) * opacity + 0.5f);
}
