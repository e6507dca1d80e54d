using System.Runtime.CompilerServices;

namespace Gannet.Kernels.NonMaximumSuppression;

/// <summary>Divides the plane into buckets, so that a candidate is compared only with boxes near enough to suppress it.</summary>
/// <remarks>
/// The IoU of two boxes is at most the IoU of their horizontal extents. If it is above t, the wider box is less than 1/t times as wide as
/// the other, and the centres are less than <c>(1 − t)/2t</c> of either width apart. The extreme case is the narrower box inside the wider
/// one, at its edge. The same holds vertically. At t = .7 the limit is .21 of a width.
/// </remarks>
internal readonly struct SuppressionGrid
{
    // With fewer boxes, comparing all of them is faster than laying out buckets.
    private const int WorthCells = 192;

    // Buckets hold about two blocks or more: emptier ones cost more to visit than they save.
    private const int BoxesPerCell = 2 * KeptBoxes.BlockSize;

    // Many times the total rounding error of the overlap and the centres.
    private const double Slack = 1e-5;

    // Low thresholds reach everywhere. Beyond these areas, products lose digits or overflow, so distance rules nothing out.
    private const double LeastThreshold = 0.1;
    private const float LeastArea = 1e-30f, GreatestArea = 1e30f;

    private readonly double _left, _top, _columnsPerPixel, _rowsPerPixel, _reach;
    private readonly int _columns, _rows;

    private SuppressionGrid(int columns, int rows) => (_columns, _rows) = (columns, rows);

    private SuppressionGrid(double threshold, int count, double left, double top, double right, double bottom, double width, double height)
        : this(1, 1)
    {
        _reach = ReachOf(threshold);
        (_left, _top) = (left, top);
        // As wide as the mean candidate's reach to both sides together, so that it meets two or three columns.
        var most = Math.Sqrt((double)count / BoxesPerCell);
        _columns = CellsAcross(right - left, 2 * _reach * width, most);
        _rows = CellsAcross(bottom - top, 2 * _reach * height, most);
        (_columnsPerPixel, _rowsPerPixel) = (PerPixel(_columns, right - left), PerPixel(_rows, bottom - top));
    }

    /// <summary>Number of buckets.</summary>
    public int Count => _columns * _rows;

    /// <summary>Number of buckets per row.</summary>
    public int Columns => _columns;

    /// <summary>Lays out buckets for the boxes that will be candidates; a single one if more would not help.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static SuppressionGrid For(ReadOnlySpan<Box> boxes, double threshold)
    {
        if (boxes.Length < WorthCells || threshold < LeastThreshold) return new(1, 1);
        var (left, top) = (double.PositiveInfinity, double.PositiveInfinity);
        var (right, bottom) = (double.NegativeInfinity, double.NegativeInfinity);
        var (width, height, count) = (0.0, 0.0, 0);
        foreach (ref readonly var box in boxes)
        {
            if (!box.IsValid) continue;
            if (!(box.Area is > LeastArea and < GreatestArea)) return new(1, 1);
            var (x, y) = ((double)box.X1 + box.X2, (double)box.Y1 + box.Y2);
            (left, right, top, bottom) = (Math.Min(left, x), Math.Max(right, x), Math.Min(top, y), Math.Max(bottom, y));
            width += box.Width;
            height += box.Height;
            count++;
        }

        return count < WorthCells ? new(1, 1) : new(threshold, count, left / 2, top / 2, right / 2, bottom / 2, width / count, height / count);
    }

    /// <summary>The bucket of a valid box.</summary>
    public int CellOf(in Box box) => Row(((double)box.Y1 + box.Y2) / 2) * _columns + Column(((double)box.X1 + box.X2) / 2);

    /// <summary>The first and last column and row that may hold boxes near enough to suppress a valid box.</summary>
    public (int Left, int Top, int Right, int Bottom) Around(in Box box)
    {
        if (Count == 1) return default;
        var (x, y) = (((double)box.X1 + box.X2) / 2, ((double)box.Y1 + box.Y2) / 2);
        var (across, down) = (_reach * ((double)box.X2 - box.X1), _reach * ((double)box.Y2 - box.Y1));
        return (Column(x - across), Row(y - down), Column(x + across), Row(y + down));
    }

    private static double ReachOf(double threshold)
    {
        var least = threshold * (1 - Slack);
        return (1 - least) / (2 * least);
    }

    private static int CellsAcross(double extent, double side, double most) => (int)Math.Clamp(extent / side, 1, most);

    private static double PerPixel(int cells, double extent) => extent > 0 ? cells / extent : 0;

    private int Column(double x) => (int)Math.Clamp((x - _left) * _columnsPerPixel, 0, _columns - 1);

    private int Row(double y) => (int)Math.Clamp((y - _top) * _rowsPerPixel, 0, _rows - 1);
}
