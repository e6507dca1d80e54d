namespace Gannet.Kernels.RoiPooling;

/// <summary>Regions and bins rounded to whole cells, as in the pooling methods before RoIAlign.</summary>
internal static class CellBins
{
    /// <summary>The cells between two ends, each rounded half away from zero; at least one.</summary>
    /// <param name="start">The first end, in pixels.</param>
    /// <param name="end">The second end, in pixels.</param>
    /// <param name="scale">Cells per pixel.</param>
    /// <param name="inclusive">Whether the cell that <paramref name="end"/> is rounded to belongs to the region.</param>
    public static (int Start, int Count) Span(float start, float end, float scale, bool inclusive)
    {
        var (first, last) = (Round(start * scale), Round(end * scale));
        return (first, Math.Max(last - first + (inclusive ? 1 : 0), 1));
    }

    /// <summary>The cells of one bin, inside [0, <paramref name="length"/>); neighbouring bins may share a cell.</summary>
    public static (int Start, int End) Range(int bin, int bins, int start, int count, int length)
    {
        var size = (float)count / bins;
        var (first, end) = ((int)MathF.Floor(bin * size) + start, (int)MathF.Ceiling((bin + 1) * size) + start);
        return (Math.Clamp(first, 0, length), Math.Clamp(end, 0, length));
    }

    // Limits far outside every image, yet far from overflow.
    private static int Round(float value) => (int)Math.Clamp(MathF.Round(value, MidpointRounding.AwayFromZero), -1e8f, 1e8f);
}

/// <summary>A rectangle of whole cells of a map.</summary>
/// <param name="rows">Its rows; the end is exclusive.</param>
/// <param name="columns">Its columns; the end is exclusive.</param>
/// <param name="mapWidth">Cells per row of the map.</param>
internal readonly struct CellRectangle((int Start, int End) rows, (int Start, int End) columns, int mapWidth)
{
    public int Top => rows.Start;

    public int Bottom => rows.End;

    public int Left => columns.Start;

    public int Right => columns.End;

    public int MapWidth => mapWidth;

    public bool IsEmpty => rows.End <= rows.Start || columns.End <= columns.Start;
}
