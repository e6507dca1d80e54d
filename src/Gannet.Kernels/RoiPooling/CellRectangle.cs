namespace Gannet.Kernels.RoiPooling;

/// <summary>Some whole cells of a map.</summary>
/// <param name="rows">Far end exclusive.</param>
/// <param name="columns">Far end exclusive.</param>
/// <param name="mapWidth">Cells of a row of the map.</param>
internal readonly struct CellRectangle((int Start, int End) rows, (int Start, int End) columns, int mapWidth)
{
    public int Top => rows.Start;

    public int Bottom => rows.End;

    public int Left => columns.Start;

    public int Right => columns.End;

    public int MapWidth => mapWidth;

    public bool IsEmpty => rows.End <= rows.Start || columns.End <= columns.Start;
}
