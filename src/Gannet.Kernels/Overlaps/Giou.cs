namespace Gannet.Kernels.Overlaps;

/// <summary>Generalised IoU: the overlap minus the share of the enclosing box that neither box covers.</summary>
/// <remarks>Unlike <see cref="Iou"/> it still ranks boxes that do not touch: nearer ones score higher, down to −1.</remarks>
public static class Giou
{
    /// <summary>The generalised overlap of two boxes.</summary>
    /// <returns>A value in [−1, 1]; −1 for two separate points, 0 if the enclosing box has no area or a corner is NaN.</returns>
    public static float Of(Box a, Box b)
    {
        var intersection = Iou.Intersection(a, b);
        var union = a.Area + b.Area - intersection;
        var enclosing = (Math.Max(a.X2, b.X2) - Math.Min(a.X1, b.X1)) * (Math.Max(a.Y2, b.Y2) - Math.Min(a.Y1, b.Y1));
        var overlap = union > 0 ? intersection / union : 0;
        return enclosing > 0 && !float.IsNaN(union) ? overlap - (enclosing - union) / enclosing : 0;
    }

    /// <summary>The generalised overlaps of one box with many.</summary>
    /// <param name="box">The one box.</param>
    /// <param name="others"><c>[C]</c> boxes.</param>
    /// <param name="overlaps">Receives <c>[C]</c> values in (−1, 1].</param>
    /// <exception cref="ArgumentException"><paramref name="overlaps"/> differs in length from <paramref name="others"/>.</exception>
    public static void Of(Box box, ReadOnlySpan<Box> others, Span<float> overlaps)
    {
        if (overlaps.Length != others.Length)
            throw new ArgumentException($"{others.Length} boxes need {others.Length} overlaps, not {overlaps.Length}.", nameof(overlaps));
        for (var i = 0; i < others.Length; i++) overlaps[i] = Of(box, others[i]);
    }

    /// <summary>The generalised overlaps of every row box with every column box.</summary>
    /// <param name="rows"><c>[R]</c> boxes.</param>
    /// <param name="columns"><c>[C]</c> boxes.</param>
    /// <param name="matrix">Receives <c>[R, C]</c> values, row by row.</param>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> does not hold R·C values.</exception>
    public static void OfPairs(ReadOnlySpan<Box> rows, ReadOnlySpan<Box> columns, Span<float> matrix)
    {
        if (matrix.Length != (long)rows.Length * columns.Length)
            throw new ArgumentException($"{rows.Length}×{columns.Length} overlaps do not fit {matrix.Length} values.", nameof(matrix));
        for (var i = 0; i < rows.Length; i++) Of(rows[i], columns, matrix.Slice(i * columns.Length, columns.Length));
    }
}
