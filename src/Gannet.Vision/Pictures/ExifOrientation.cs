namespace Gannet.Vision.Pictures;

/// <summary>How a camera was held: EXIF's numbers 1 (upright) to 8.</summary>
internal static class ExifOrientation
{
    /// <summary>Reads the orientation from EXIF data; garbage means upright, since a bad note must not cost a good picture.</summary>
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

    /// <summary>The number itself where it is one of the eight, else 1.</summary>
    public static int Valid(uint? orientation) => orientation is >= 1 and <= 8 ? (int)orientation : 1;

    /// <summary>Whether upright pixels have width and height exchanged.</summary>
    public static bool SwapsSides(int orientation) => orientation >= 5;

    /// <summary>Turns stored pixels upright.</summary>
    /// <param name="stored">Pixels in the order of the file.</param>
    /// <param name="orientation">1 to 8.</param>
    public static Picture Apply(Picture stored, int orientation)
    {
        if (orientation == 1) return stored;
        var (width, height) = SwapsSides(orientation) ? (stored.Height, stored.Width) : (stored.Width, stored.Height);
        var upright = new Picture(width, height);
        var (source, target) = (stored.Pixels, upright.Pixels);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (storedX, storedY) = orientation switch
                {
                    2 => (width - 1 - x, y),
                    3 => (width - 1 - x, height - 1 - y),
                    4 => (x, height - 1 - y),
                    5 => (y, x),
                    6 => (y, width - 1 - x),
                    7 => (height - 1 - y, width - 1 - x),
                    _ => (height - 1 - y, x),
                };
                var (from, to) = ((storedY * stored.Width + storedX) * 3, (y * width + x) * 3);
                (target[to], target[to + 1], target[to + 2]) = (source[from], source[from + 1], source[from + 2]);
            }
        }

        return upright;
    }
}
