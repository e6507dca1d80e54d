using Gannet.Kernels.RoiPooling;
using Gannet.Masks;

namespace Gannet.Kernels.Masks;

/// <summary>The outline of an object, with the transform from the image it was annotated in to the current image.</summary>
/// <remarks>Loaders scale, flip and shift it without touching a pixel; only regions used in training are drawn.</remarks>
public sealed record ObjectMask
{
    // Points are kept within this many grids of the region: nothing beyond can show, and drawing time grows with length.
    private const int Reach = 50;

    private readonly Segmentation _outline;
    private readonly RunLengthMask? _mask;

    /// <summary>Checks and stores an outline.</summary>
    /// <param name="outline">Polygons or runs, in pixels of the image it was annotated in.</param>
    /// <exception cref="InvalidDataException">The outline is malformed; the message says how.</exception>
    public ObjectMask(Segmentation outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        _outline = outline;
        if (outline.Runs is { } runs) _mask = RunLengthMask.From(runs);
        else if (outline.Polygons.Count == 0) throw new InvalidDataException("an outline has no polygon.");
        foreach (var polygon in outline.Polygons) PolygonFill.Check(polygon);
    }

    /// <summary>Factor and shift to columns of the current image; a negative factor mirrors.</summary>
    public (float Factor, float Shift) Across { get; private init; } = (1, 0);

    /// <summary>Factor and shift to rows of the current image; a negative factor mirrors.</summary>
    public (float Factor, float Shift) Down { get; private init; } = (1, 0);

    /// <summary>Whether columns of the current image are rows of the annotated one, after an odd number of quarter turns.</summary>
    public bool IsTurned { get; private init; }

    /// <summary>The outline after the image is scaled about the origin.</summary>
    public ObjectMask Scale(float x, float y) => this with
    {
        Across = (Across.Factor * x, Across.Shift * x),
        Down = (Down.Factor * y, Down.Shift * y),
    };

    /// <summary>The outline after the image's origin moves, as by cropping or padding.</summary>
    public ObjectMask Shift(float x, float y) => this with
    {
        Across = (Across.Factor, Across.Shift + x),
        Down = (Down.Factor, Down.Shift + y),
    };

    /// <summary>The outline after the image is mirrored left to right.</summary>
    /// <param name="width">Width of the image.</param>
    public ObjectMask FlipHorizontally(float width) => this with { Across = (-Across.Factor, width - Across.Shift) };

    /// <summary>The outline after the image is mirrored top to bottom.</summary>
    /// <param name="height">Height of the image.</param>
    public ObjectMask FlipVertically(float height) => this with { Down = (-Down.Factor, height - Down.Shift) };

    /// <summary>The outline after the image is turned right by a quarter, so that its upper edge becomes the right one.</summary>
    /// <param name="height">Height of the image before the turn.</param>
    public ObjectMask TurnRight(float height) =>
        this with { Across = (-Down.Factor, height - Down.Shift), Down = Across, IsTurned = !IsTurned };

    /// <summary>The object's pixels in a rectangle of the current image: those whose centre it covers.</summary>
    /// <param name="left">First column.</param>
    /// <param name="top">First row.</param>
    /// <param name="width">Columns; positive.</param>
    /// <param name="height">Rows; positive.</param>
    /// <returns><c>[height, width]</c>, row by row: 1 for the object, 0 elsewhere.</returns>
    public byte[] Fill(int left, int top, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        var target = new byte[width * height];
        if (_mask is { } mask) FillRuns(mask, left, top, width, target);
        else FillPolygons(new(left, top, left + width, top + height), width, height, target);
        return target;
    }

    /// <summary>Draws the part of the object inside a region, scaled to a square grid.</summary>
    /// <param name="region">In pixels of the current image.</param>
    /// <param name="size">Bins along each side.</param>
    /// <param name="target">Receives <c>[size, size]</c> values from 0 to 1, row by row.</param>
    /// <remarks>Polygons are filled in the grid itself by COCO's rule; run-length masks are sampled by RoIAlign.</remarks>
    /// <exception cref="ArgumentException"><paramref name="target"/> has the wrong length for the grid.</exception>
    public void Draw(Box region, int size, Span<float> target)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        if (target.Length != size * size) throw new ArgumentException($"{target.Length} numbers do not hold a {size}×{size} mask.", nameof(target));
        if (_mask is { } mask) SampleRuns(mask, region, size, target);
        else DrawPolygons(region, size, target);
    }

    private void DrawPolygons(Box region, int size, Span<float> target)
    {
        var bitmap = new byte[target.Length];
        FillPolygons(region, size, size, bitmap);
        for (var k = 0; k < bitmap.Length; k++) target[k] = bitmap[k];
    }

    private void FillPolygons(Box region, int width, int height, byte[] target)
    {
        var (scaleX, scaleY) = (width / Math.Max(region.Width, 0.1), height / Math.Max(region.Height, 0.1));
        static double Bin(double value, (float Factor, float Shift) map, float start, double scale, int bins) =>
            Math.Clamp((value * map.Factor + map.Shift - start) * scale, -Reach * bins, Reach * bins);

        foreach (var polygon in _outline.Polygons)
        {
            var mapped = new double[polygon.Length];
            for (var k = 0; k < polygon.Length; k += 2)
            {
                var (across, down) = IsTurned ? (polygon[k + 1], polygon[k]) : (polygon[k], polygon[k + 1]);
                mapped[k] = Bin(across, Across, region.X1, scaleX, width);
                mapped[k + 1] = Bin(down, Down, region.Y1, scaleY, height);
            }

            PolygonFill.FillChecked(mapped, height, width).ForEachColumnRun((x, from, to) =>
            {
                for (var y = from; y < to; y++) target[y * width + x] = 1;
            });
        }
    }

    // Each pixel is that of the annotated image in which its centre lies.
    private void FillRuns(RunLengthMask mask, int left, int top, int width, byte[] target)
    {
        static int[] Sources(int start, int count, (float Factor, float Shift) map) =>
            [.. Enumerable.Range(start, count).Select(k => (int)Math.Clamp(MathF.Floor((k + 0.5f - map.Shift) / map.Factor), -1, int.MaxValue / 2))];

        var (columns, rows) = (Sources(left, width, Across), Sources(top, target.Length / width, Down));
        var (across, down) = IsTurned ? (rows, columns) : (columns, rows);
        var (first, end) = (Math.Max(0, Math.Min(across[0], across[^1])), Math.Min(mask.Width, Math.Max(across[0], across[^1]) + 1));
        var (upper, lower) = (Math.Max(0, Math.Min(down[0], down[^1])), Math.Min(mask.Height, Math.Max(down[0], down[^1]) + 1));
        if (first >= end || upper >= lower) return;
        var pixels = Pixels<byte>(mask, first, upper, end, lower, 1);
        for (var y = 0; y < rows.Length; y++)
        {
            for (var x = 0; x < columns.Length; x++)
            {
                var (u, v) = IsTurned ? (rows[y], columns[x]) : (columns[x], rows[y]);
                if (u >= first && u < end && v >= upper && v < lower) target[y * width + x] = pixels[(v - upper) * (end - first) + u - first];
            }
        }
    }

    // The part of a mask from left to right and top to bottom, row by row; the whole may be large.
    private static T[] Pixels<T>(RunLengthMask mask, int left, int top, int right, int bottom, T ofObject)
        where T : struct
    {
        var pixels = new T[(right - left) * (bottom - top)];
        mask.ForEachColumnRun((x, from, to) =>
        {
            if (x < left || x >= right) return;
            for (var y = Math.Max(from, top); y < Math.Min(to, bottom); y++) pixels[(y - top) * (right - left) + x - left] = ofObject;
        });
        return pixels;
    }

    // torchvision reads pixel i at coordinate i of the scaled image, half a pixel before its centre. So the region is moved to the
    // centres, mapped to the annotated image, and moved back.
    private unsafe void SampleRuns(RunLengthMask mask, Box region, int size, Span<float> target)
    {
        static float Back(float value, (float Factor, float Shift) map) => (value + 0.5f - map.Shift) / map.Factor - 0.5f;
        var (x1, x2) = (Back(region.X1, Across), Back(region.X2, Across));
        var (y1, y2) = (Back(region.Y1, Down), Back(region.Y2, Down));
        var (isMirrored, isUpsideDown) = (x1 > x2, y1 > y2);
        if (isMirrored) (x1, x2) = (x2, x1);
        if (isUpsideDown) (y1, y2) = (y2, y1);
        if (IsTurned) (x1, y1, x2, y2) = (y1, x1, y2, x2);
        target.Clear();

        // Only the pixels around the region are needed.
        var left = (int)Math.Clamp(MathF.Floor(x1) - 2, 0, mask.Width);
        var top = (int)Math.Clamp(MathF.Floor(y1) - 2, 0, mask.Height);
        var right = (int)Math.Clamp(MathF.Ceiling(x2) + 3, left, mask.Width);
        var bottom = (int)Math.Clamp(MathF.Ceiling(y2) + 3, top, mask.Height);
        if (left == right || top == bottom) return;
        var pixels = Pixels(mask, left, top, right, bottom, 1f);
        var placed = new PlacedRegion(0, 0, new Box(x1 - left, y1 - top, x2 - left, y2 - top));
        fixed (float* source = pixels, drawn = target)
        {
            RoiAlign.Forward(
                [new FeatureMap(source, bottom - top, right - left, 1, 1f)], [placed], new RoiAlignOptions(size, SamplingRatio: 0), drawn,
                channelsLast: true);
        }

        if (IsTurned) Transpose(target, size);
        if (isUpsideDown) target.Reverse(); // which also mirrors the rows
        for (var y = 0; isMirrored != isUpsideDown && y < size; y++) target.Slice(y * size, size).Reverse();
    }

    private static void Transpose(Span<float> grid, int size)
    {
        for (var y = 0; y < size; y++)
        {
            for (var x = 0; x < y; x++) (grid[y * size + x], grid[x * size + y]) = (grid[x * size + y], grid[y * size + x]);
        }
    }
}
