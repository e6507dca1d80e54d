namespace Gannet.Imaging.Tiles;

/// <summary>Divides pictures into overlapping tiles of equal size, in which small objects keep their pixels.</summary>
public static class TileGrid
{
    /// <summary>The tiles that cover a picture exactly, row by row.</summary>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    /// <param name="side">Width and height of a tile in pixels; no tile is longer than the picture.</param>
    /// <param name="overlap">
    /// Least share of its side that a tile has in common with the next, from 0 to below 1, rounded to whole pixels. Objects up to that size
    /// are whole in at least one tile. .2 in SAHI.
    /// </param>
    /// <returns>Windows inside the picture, all of one size; a single one if the picture is no larger than a tile.</returns>
    /// <remarks>As few tiles as these rules allow, spread evenly: instead of a last tile that shows the same as the one before, all overlap a little more.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">A length is not positive, or <paramref name="overlap"/> is out of range.</exception>
    public static IReadOnlyList<TileWindow> Cover(int width, int height, int side, double overlap)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(side);
        if (overlap is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(overlap), overlap, "The overlap must be from 0 to below 1.");
        var (columns, rows) = (Starts(width, side, overlap), Starts(height, side, overlap));
        var (across, down) = (Math.Min(side, width), Math.Min(side, height));
        return [.. rows.SelectMany(y => columns, (y, x) => new TileWindow(x, y, across, down))];
    }

    private static int[] Starts(int length, int side, double overlap)
    {
        if (length <= side) return [0];
        var step = Math.Max(1, side - (int)Math.Round(side * overlap));
        var steps = (length - side + step - 1L) / step;
        var starts = new int[checked((int)steps + 1)];
        // Rounded down, so that two neighbours are never more than a step apart.
        for (var k = 0; k < starts.Length; k++) starts[k] = (int)(k * (long)(length - side) / steps);
        return starts;
    }
}
