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

    /// <summary>Horizontal factor and shift from the annotated to the current image; a negative factor mirrors.</summary>
    public (float Factor, float Shift) Across { get; private init; } = (1, 0);

    /// <summary>Vertical factor and shift from the annotated to the current image.</summary>
    public (float Factor, float Shift) Down { get; private init; } = (1, 0);

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
        else FillPolygons(region, size, target);
    }

    private void FillPolygons(Box region, int size, Span<float> target)
    {
        var (scaleX, scaleY) = (size / Math.Max(region.Width, 0.1), size / Math.Max(region.Height, 0.1));
        double Bin(double value, (float Factor, float Shift) map, float start, double scale) =>
            Math.Clamp((value * map.Factor + map.Shift - start) * scale, -Reach * size, Reach * size);

        target.Clear();
        foreach (var polygon in _outline.Polygons)
        {
            var mapped = new double[polygon.Length];
            for (var k = 0; k < polygon.Length; k += 2)
            {
                mapped[k] = Bin(polygon[k], Across, region.X1, scaleX);
                mapped[k + 1] = Bin(polygon[k + 1], Down, region.Y1, scaleY);
            }

            var bitmap = PolygonFill.FillChecked(mapped, size, size).ToBitmap();
            for (var k = 0; k < bitmap.Length; k++) target[k] = Math.Max(target[k], bitmap[k]);
        }
    }

    // torchvision reads pixel i at coordinate i of the scaled image, half a pixel before its centre. So the region is moved to the
    // centres, mapped to the annotated image, and moved back.
    private unsafe void SampleRuns(RunLengthMask mask, Box region, int size, Span<float> target)
    {
        static float Back(float value, (float Factor, float Shift) map) => (value + 0.5f - map.Shift) / map.Factor - 0.5f;
        var (x1, x2) = (Back(region.X1, Across), Back(region.X2, Across));
        var (y1, y2) = (Back(region.Y1, Down), Back(region.Y2, Down));
        var isMirrored = x1 > x2;
        if (isMirrored) (x1, x2) = (x2, x1);
        target.Clear();

        // Only the pixels around the region are needed; the image may be large.
        var left = (int)Math.Clamp(MathF.Floor(x1) - 2, 0, mask.Width);
        var top = (int)Math.Clamp(MathF.Floor(y1) - 2, 0, mask.Height);
        var right = (int)Math.Clamp(MathF.Ceiling(x2) + 3, left, mask.Width);
        var bottom = (int)Math.Clamp(MathF.Ceiling(y2) + 3, top, mask.Height);
        if (left == right || top == bottom) return;
        var pixels = new float[(right - left) * (bottom - top)];
        mask.ForEachColumnRun((x, from, to) =>
        {
            if (x < left || x >= right) return;
            for (var y = Math.Max(from, top); y < Math.Min(to, bottom); y++) pixels[(y - top) * (right - left) + x - left] = 1;
        });
        var placed = new PlacedRegion(0, 0, new Box(x1 - left, y1 - top, x2 - left, y2 - top));
        fixed (float* source = pixels, drawn = target)
        {
            RoiAlign.Forward(
                [new FeatureMap(source, bottom - top, right - left, 1, 1f)], [placed], new RoiAlignOptions(size, SamplingRatio: 0), drawn,
                channelsLast: true);
        }

        for (var y = 0; isMirrored && y < size; y++) target.Slice(y * size, size).Reverse();
    }
}
