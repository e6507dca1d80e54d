namespace Gannet.Masks;

/// <summary>Fills a polygon pixel for pixel as COCO's own tools do, so that areas and overlaps match published ones.</summary>
/// <remarks>
/// Corners are rounded to fifths of a pixel and each edge is drawn in that finer grid. Where the outline crosses the middle of a
/// pixel column, the fill toggles between background and object at the first pixel centre below the crossing.
/// </remarks>
internal static class PolygonFill
{
    private const int Fineness = 5;

    // A longer outline can only be an attempt to keep us busy: even a fractal one in the largest image has a tenth of this length.
    private const double MaxLength = 2_000_000;

    /// <summary>Fills one polygon.</summary>
    /// <exception cref="InvalidDataException">It has fewer than three points, or coordinates that are not finite or too large.</exception>
    public static RunLengthMask Fill(ReadOnlySpan<double> polygon, int height, int width)
    {
        Check(polygon);
        return FillChecked(polygon, height, width);
    }

    /// <summary>Fills one polygon whose points come from a checked outline.</summary>
    public static RunLengthMask FillChecked(ReadOnlySpan<double> polygon, int height, int width)
    {
        var changes = Changes(polygon, height, width);
        changes.Add(height * width);
        changes.Sort();
        var runs = new RunBuilder();
        for (var k = 0; k < changes.Count; k++) runs.Add(changes[k] - (k == 0 ? 0 : changes[k - 1]), isObject: k % 2 == 1);
        return new(height, width, runs.ToArray());
    }

    // Positions, counted down the columns, where background changes to object or back.
    private static List<int> Changes(ReadOnlySpan<double> polygon, int height, int width)
    {
        List<int> changes = [];
        var count = polygon.Length / 2;
        var (previousX, previousY, isFirst) = (0, 0, true);
        for (var k = 0; k < count; k++)
        {
            var (startX, startY) = Corner(polygon, k);
            var (endX, endY) = Corner(polygon, (k + 1) % count);
            var (across, down) = (Math.Abs(endX - startX), Math.Abs(endY - startY));
            var isFlat = across >= down;

            // An edge is computed from its left or upper end whatever its direction, so that polygons that share it get the same pixels.
            var isBackward = isFlat ? startX > endX : startY > endY;
            var (fromX, fromY, toX, toY) = isBackward ? (endX, endY, startX, startY) : (startX, startY, endX, endY);
            var steps = Math.Max(across, down);
            var slope = steps == 0 ? 0 : isFlat ? (double)(toY - fromY) / across : (double)(toX - fromX) / down;
            for (var step = 0; step <= steps; step++)
            {
                var t = isBackward ? steps - step : step;
                var (x, y) = isFlat ? (fromX + t, (int)(fromY + slope * t + 0.5)) : ((int)(fromX + slope * t + 0.5), fromY + t);
                if (!isFirst && x != previousX && Column(Math.Min(x, previousX), width) is { } column)
                    changes.Add(column * height + Row(Math.Min(y, previousY), height));
                (previousX, previousY, isFirst) = (x, y, false);
            }
        }

        return changes;
    }

    private static (int X, int Y) Corner(ReadOnlySpan<double> polygon, int k) =>
        ((int)(Fineness * polygon[2 * k] + 0.5), (int)(Fineness * polygon[2 * k + 1] + 0.5));

    // The middle of column c lies between the fine columns 5c + 2 and 5c + 3.
    private static int? Column(int fine, int width)
    {
        var (column, rest) = Math.DivRem(fine - Fineness / 2, Fineness);
        return rest == 0 && column >= 0 && column < width ? column : null;
    }

    private static int Row(int fine, int height) => (int)Math.Ceiling(Math.Clamp((fine + 0.5) / Fineness - 0.5, 0, height));

    /// <exception cref="InvalidDataException">It has fewer than three points, or coordinates that are not finite or too large.</exception>
    public static void Check(ReadOnlySpan<double> polygon)
    {
        if (polygon.Length < 6 || polygon.Length % 2 != 0)
            throw new InvalidDataException($"an outline has {polygon.Length} numbers; a polygon needs x, y of at least three points.");
        var length = 0.0;
        var (x, y) = (polygon[^2], polygon[^1]);
        for (var k = 0; k < polygon.Length; k += 2)
        {
            // A NaN sum fails the check below, too.
            length += Math.Abs(polygon[k] - x) + Math.Abs(polygon[k + 1] - y);
            (x, y) = (polygon[k], polygon[k + 1]);
        }

        if (!(length <= MaxLength && Math.Abs(x) <= MaxLength && Math.Abs(y) <= MaxLength))
            throw new InvalidDataException($"an outline is {length:0} pixels long; it must be finite and at most {MaxLength}.");
    }
}
