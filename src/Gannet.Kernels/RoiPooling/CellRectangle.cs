namespace Gannet.Kernels.RoiPooling;

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
