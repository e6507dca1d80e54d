using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Overlaps;

/// <summary>Intersection over union of boxes: 1 for equal boxes, 0 for disjoint ones.</summary>
public static class Iou
{
    /// <summary>The overlap of two boxes.</summary>
    /// <returns>A value in [0, 1]; 0 if the union has no area.</returns>
    public static float Of(Box a, Box b)
    {
        var intersection = Intersection(a, b);
        var union = a.Area + b.Area - intersection;
        return union > 0 ? intersection / union : 0;
    }

    /// <summary>The overlaps of one box with many.</summary>
    /// <param name="box">The one box.</param>
    /// <param name="others"><c>[C]</c> boxes.</param>
    /// <param name="overlaps">Receives <c>[C]</c> values in [0, 1].</param>
    /// <exception cref="ArgumentException"><paramref name="overlaps"/> differs in length from <paramref name="others"/>.</exception>
    public static void Of(Box box, ReadOnlySpan<Box> others, Span<float> overlaps)
    {
        if (overlaps.Length != others.Length)
            throw new ArgumentException($"{others.Length} boxes need {others.Length} overlaps, not {overlaps.Length}.", nameof(overlaps));
        IouMatrix.Compute(KernelPlan.Best, [box], others, overlaps);
    }

    /// <summary>The overlaps of every row box with every column box.</summary>
    /// <param name="rows"><c>[R]</c> boxes.</param>
    /// <param name="columns"><c>[C]</c> boxes.</param>
    /// <param name="matrix">Receives <c>[R, C]</c> values, row by row.</param>
    /// <remarks>Fastest with fewer rows than columns. To find the best row of each column, <c>BoxMatcher</c> needs no matrix.</remarks>
    /// <exception cref="ArgumentException"><paramref name="matrix"/> does not hold R·C values.</exception>
    public static void OfPairs(ReadOnlySpan<Box> rows, ReadOnlySpan<Box> columns, Span<float> matrix)
    {
        if (matrix.Length != (long)rows.Length * columns.Length)
            throw new ArgumentException($"{rows.Length}×{columns.Length} overlaps do not fit {matrix.Length} values.", nameof(matrix));
        IouMatrix.Compute(KernelPlan.Best, rows, columns, matrix);
    }

    /// <summary>The area, in square pixels, that two boxes share.</summary>
    public static float Intersection(Box a, Box b)
    {
        var width = Math.Max(0, Math.Min(a.X2, b.X2) - Math.Max(a.X1, b.X1));
        var height = Math.Max(0, Math.Min(a.Y2, b.Y2) - Math.Max(a.Y1, b.Y1));
        return width * height;
    }
}
