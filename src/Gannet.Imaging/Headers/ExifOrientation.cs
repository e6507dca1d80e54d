namespace Gannet.Imaging.Headers;

/// <summary>How a camera was held: EXIF's numbers 1 (upright) to 8.</summary>
internal static class ExifOrientation
{
    /// <summary>Reads the orientation from EXIF data; invalid data mean upright, since bad metadata must not cost a good picture.</summary>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        try
        {
            return TiffDirectory.Begins(exif) ? Valid(TiffDirectory.Open(exif).First(TiffDirectory.Orientation)) : 1;
        }
        catch (EndOfStreamException)
        {
            return 1;
        }
    }

    /// <summary>The number itself if it is one of the eight, else 1.</summary>
    public static int Valid(uint? orientation) => orientation is >= 1 and <= 8 ? (int)orientation : 1;

    /// <summary>Whether upright pixels have width and height exchanged.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;

    /// <summary>Turns stored pixels upright.</summary>
    /// <param name="stored">Pixels in the order of the file.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Image Apply(Image stored, int orientation)
    {
        if (orientation == 1) return stored;
        var (width, height) = SwapsSides(orientation) ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new Image(width, height);
        var (across, down) = (3, stored.Width * 3);
        var (right, bottom) = ((stored.Width - 1) * across, (stored.Height - 1) * down);

        // Where the first upright pixel is stored, and the stored distance to its right and lower neighbours.
        var (origin, stepX, stepY) = orientation switch
        {
            2 => (right, -across, down),
            3 => (right + bottom, -across, -down),
            4 => (bottom, across, -down),
            5 => (0, down, across),
            6 => (bottom, -down, across),
            7 => (right + bottom, -down, -across),
            _ => (right, down, -across),
        };
        var (source, target) = (stored.Pixels, upright.Pixels);
        for (int y = 0, to = 0; y < height; y++)
        {
            for (int x = 0, from = origin + y * stepY; x < width; x++, from += stepX, to += 3)
                (target[to], target[to + 1], target[to + 2]) = (source[from], source[from + 1], source[from + 2]);
        }

        return upright;
    }
}
