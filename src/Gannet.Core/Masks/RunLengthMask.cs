// Runs alternate background, object, background, … down the columns, column by column, as in COCO.

namespace Gannet.Masks;

/// <summary>The pixels of an object in an image, as checked run lengths; the cost of most operations depends on runs, not pixels.</summary>
public sealed class RunLengthMask
{
    /// <summary>Maximum number of pixels in a mask: 16,384 squared, larger than any image a detector reads.</summary>
    public const long MaxPixels = 1L << 28;

    private readonly int[] _runs;

    // The runs add up to the number of pixels and only the first may be 0, so equal masks have equal runs.
    internal RunLengthMask(int height, int width, int[] runs) => (Height, Width, _runs) = (height, width, runs);

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Run lengths, column by column, background first; only the first may be 0.</summary>
    public ReadOnlySpan<int> Runs => _runs;

    /// <summary>Number of object pixels.</summary>
    public long Area
    {
        get
        {
            long area = 0;
            for (var k = 1; k < _runs.Length; k += 2) area += _runs[k];
            return area;
        }
    }

    /// <summary>The smallest box around the object's pixels; all zeros when there are none.</summary>
    public Box Box
    {
        get
        {
            var (left, top, right, bottom) = (Width, Height, 0, 0);
            var start = 0;
            for (var k = 0; k + 1 < _runs.Length; k += 2)
            {
                start += _runs[k];
                var last = start + _runs[k + 1] - 1;
                var (firstColumn, lastColumn) = (start / Height, last / Height);
                (left, right) = (Math.Min(left, firstColumn), Math.Max(right, lastColumn + 1));

                // A run that continues in the next column touches both the bottom and the top.
                var crosses = lastColumn > firstColumn;
                top = crosses ? 0 : Math.Min(top, start % Height);
                bottom = crosses ? Height : Math.Max(bottom, last % Height + 1);
                start = last + 1;
            }

            return right == 0 ? default : new Box(left, top, right, bottom);
        }
    }

    /// <summary>Creates a mask from run lengths, which are checked.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="counts">Run lengths, column by column, background first; zeros are allowed anywhere.</param>
    /// <exception cref="InvalidDataException">A size or run is negative or too large, or the runs do not add up to the size.</exception>
    public static RunLengthMask FromCounts(int height, int width, IReadOnlyList<long> counts)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var pixels = CheckSize(height, width);
        var runs = new RunBuilder();
        long sum = 0;
        for (var k = 0; k < counts.Count; k++)
        {
            if (counts[k] < 0 || counts[k] > pixels - sum)
                throw new InvalidDataException($"run {k} of the mask is {counts[k]}; the runs of a {height}×{width} mask add up to {pixels}.");
            sum += counts[k];
            runs.Add((int)counts[k], isObject: k % 2 == 1);
        }

        return sum == pixels
            ? new(height, width, runs.ToArray())
            : throw new InvalidDataException($"the runs of the mask add up to {sum}; those of a {height}×{width} mask add up to {pixels}.");
    }

    /// <summary>Creates a mask from its form in a file, plain counts or COCO's compressed text, which is checked.</summary>
    /// <exception cref="InvalidDataException">The text is malformed, or the runs do not fit the size.</exception>
    public static RunLengthMask From(RunLengths written)
    {
        ArgumentNullException.ThrowIfNull(written);
        var pixels = CheckSize(written.Height, written.Width);
        return FromCounts(
            written.Height, written.Width, written.Compressed is { } text ? RunLengthText.Decode(text, pixels) : written.Counts);
    }

    /// <summary>Creates a mask from the pixels of a bitmap.</summary>
    /// <param name="bitmap"><c>[height, width]</c>, row by row; 0 is background, everything else object.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <exception cref="ArgumentException">The bitmap's length is not height · width.</exception>
    public static RunLengthMask FromBitmap(ReadOnlySpan<byte> bitmap, int height, int width)
    {
        if (bitmap.Length != CheckSize(height, width))
            throw new ArgumentException($"A {height}×{width} mask has {(long)height * width} pixels, not {bitmap.Length}.", nameof(bitmap));
        var runs = new RunBuilder();
        for (var x = 0; x < width; x++)
        {
            for (var y = 0; y < height; y++) runs.Add(1, bitmap[y * width + x] != 0);
        }

        return new(height, width, runs.ToArray());
    }

    /// <summary>Fills polygons by COCO's rule; a pixel belongs to the mask if any of them covers it.</summary>
    /// <param name="polygons">Each as x, y, x, y, … in pixels; the part outside the image is cut off.</param>
    /// <param name="height">Rows of the image.</param>
    /// <param name="width">Columns of the image.</param>
    /// <exception cref="InvalidDataException">A polygon has fewer than three points, an odd number of coordinates, or a coordinate that
    /// is not finite or too large.</exception>
    public static RunLengthMask FromPolygons(IReadOnlyList<double[]> polygons, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(polygons);
        CheckSize(height, width);
        return polygons.Count == 1
            ? PolygonFill.Fill(polygons[0], height, width)
            : Union(height, width, [.. polygons.Select(polygon => PolygonFill.Fill(polygon, height, width))]);
    }

    /// <summary>The mask that an outline describes in an image of the given size.</summary>
    /// <exception cref="InvalidDataException">The outline is malformed, or its runs belong to an image of another size.</exception>
    public static RunLengthMask From(Segmentation outline, int height, int width)
    {
        ArgumentNullException.ThrowIfNull(outline);
        if (outline.Runs is not { } runs) return FromPolygons(outline.Polygons, height, width);
        if (runs.Height != height || runs.Width != width)
            throw new InvalidDataException($"the mask has {runs.Height}×{runs.Width} pixels, but its image has {height}×{width}.");
        return From(runs);
    }

    /// <summary>The pixels that belong to any of the masks.</summary>
    /// <param name="height">Rows of each mask.</param>
    /// <param name="width">Columns of each mask.</param>
    /// <param name="masks">The masks; without any, the result is empty.</param>
    /// <exception cref="ArgumentException">A mask has another size.</exception>
    public static RunLengthMask Union(int height, int width, params IReadOnlyList<RunLengthMask> masks)
    {
        ArgumentNullException.ThrowIfNull(masks);
        var pixels = (int)CheckSize(height, width);
        int[] union = pixels == 0 ? [] : [pixels];
        foreach (var mask in masks)
        {
            RequireSize(mask, height, width);
            union = MaskRuns.Union(union, mask._runs);
        }

        return new(height, width, union);
    }

    /// <summary>Number of pixels that belong to both masks.</summary>
    /// <exception cref="ArgumentException">The other mask has another size.</exception>
    public long Intersection(RunLengthMask other)
    {
        ArgumentNullException.ThrowIfNull(other);
        RequireSize(other, Height, Width);
        return MaskRuns.Intersection(_runs, other._runs);
    }

    /// <summary>Intersection over union with an object's mask.</summary>
    /// <param name="truth">The object's mask.</param>
    /// <param name="isCrowd">Whether the object is a crowd; if so, the result is the share of this mask inside it.</param>
    /// <returns>A value in [0, 1]; 0 when both are empty.</returns>
    /// <exception cref="ArgumentException">The other mask has another size.</exception>
    public double Iou(RunLengthMask truth, bool isCrowd = false)
    {
        var common = Intersection(truth);
        return common == 0 ? 0 : (double)common / (isCrowd ? Area : Area + truth.Area - common);
    }

    /// <summary>The pixels, <c>[Height, Width]</c>, row by row: 1 for object, 0 for background.</summary>
    public byte[] ToBitmap()
    {
        var bitmap = new byte[Height * Width];
        ForEachColumnRun((x, top, bottom) =>
        {
            for (var y = top; y < bottom; y++) bitmap[y * Width + x] = 1;
        });
        return bitmap;
    }

    /// <summary>Visits the object's pixels as vertical runs, each given by its column, its first row and the row after its last.</summary>
    public void ForEachColumnRun(Action<int, int, int> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var at = 0;
        for (var k = 0; k < _runs.Length; k++)
        {
            var end = at + _runs[k];
            while (k % 2 == 1 && at < end)
            {
                var (x, top) = (at / Height, at % Height);
                var length = Math.Min(Height - top, end - at);
                visit(x, top, top + length);
                at += length;
            }

            at = end;
        }
    }

    /// <summary>The mask in COCO's compressed text, to write to a file.</summary>
    public RunLengths ToRunLengths() => new(Height, Width, [], RunLengthText.Encode(_runs));

    /// <summary>Rejects a size that no image has.</summary>
    /// <returns>The number of pixels.</returns>
    internal static long CheckSize(int height, int width)
    {
        if (height < 0 || width < 0 || (long)height * width > MaxPixels)
            throw new InvalidDataException($"a mask of {height}×{width} pixels is refused; the maximum is {MaxPixels} pixels.");
        return (long)height * width;
    }

    private static void RequireSize(RunLengthMask mask, int height, int width)
    {
        if (mask.Height != height || mask.Width != width)
            throw new ArgumentException($"A mask of {mask.Height}×{mask.Width} pixels does not fit one of {height}×{width}.", nameof(mask));
    }
}
