namespace Gannet.Training.Loading;

/// <summary>Windows of one size that cover an image.</summary>
internal static class TileGrid
{
    /// <summary>The windows, row by row, on whole pixels.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="side">Side of a window; on an axis that is no longer, the window is the whole axis.</param>
    /// <param name="overlap">Least share of its side that a window has in common with the next, from 0 to below 1.</param>
    /// <remarks>As few as that needs, evenly spaced, so that the last ends with the image and none is padded.</remarks>
    public static IReadOnlyList<Box> Windows(int width, int height, int side, double overlap)
    {
        var (columns, rows) = (Starts(width, side, overlap), Starts(height, side, overlap));
        return [.. from top in rows from left in columns select Box.FromSize(left, top, Math.Min(side, width), Math.Min(side, height))];
    }

    private static int[] Starts(int length, int side, double overlap)
    {
        if (length <= side) return [0];
        var gaps = (int)Math.Ceiling((length - side) / Math.Max(1, Math.Floor(side * (1 - overlap))));
        return [.. Enumerable.Range(0, gaps + 1).Select(k => (int)((long)k * (length - side) / gaps))];
    }
}
