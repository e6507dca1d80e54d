using Gannet.Detection;
using Gannet.Kernels.Masks;
using Gannet.Masks;

namespace Gannet.Training.Augmentations;

/// <summary>The pixels of an image that something was pasted over.</summary>
internal sealed class CoveredPixels(int width, int height)
{
    private readonly byte[] _covered = new byte[width * height];

    /// <summary>A row of an area, to mark what is covered with 1.</summary>
    public Span<byte> Row(PixelArea area, int y) => _covered.AsSpan((area.Top + y) * width + area.Left, area.Width);

    /// <summary>The objects of which enough remains visible; outlines lose what is covered, and their boxes shrink with them.</summary>
    public GroundTruth Remaining(GroundTruth truth, double visibility)
    {
        Box[] boxes = [.. truth.Boxes];
        ObjectMask?[] masks = truth.Masks is { } outlines ? [.. outlines] : new ObjectMask?[boxes.Length];
        var kept = new List<int>(boxes.Length);
        for (var g = 0; g < boxes.Length; g++)
        {
            var area = PixelArea.Around(boxes[g], new(0, 0, width, height));
            if (area.IsEmpty || !IsTouched(area) || IsKept(area, ref boxes[g], ref masks[g], visibility)) kept.Add(g);
        }

        return (truth with { Boxes = boxes, Masks = truth.Masks is null ? null : masks }).Select(kept);
    }

    private bool IsTouched(PixelArea area)
    {
        for (var y = 0; y < area.Height; y++)
        {
            if (Row(area, y).Contains((byte)1)) return true;
        }

        return false;
    }

    private bool IsKept(PixelArea area, ref Box box, ref ObjectMask? mask, double visibility)
    {
        // Without an outline, or with one that has no pixel, the whole box counts, and stays as it is.
        var shape = mask?.Fill(area.Left, area.Top, area.Width, area.Height);
        var isOutlined = shape is not null && shape.AsSpan().Contains((byte)1);
        if (!isOutlined) (shape ??= new byte[area.Width * area.Height]).AsSpan().Fill(1);
        var (before, after) = (0, 0);
        for (var y = 0; y < area.Height; y++)
        {
            var row = shape.AsSpan(y * area.Width, area.Width);
            var over = Row(area, y);
            for (var x = 0; x < row.Length; x++)
            {
                before += row[x];
                row[x] &= (byte)(1 - over[x]);
                after += row[x];
            }
        }

        if (after == 0 || after < visibility * before) return false;
        if (!isOutlined || after == before) return true;
        var rest = RunLengthMask.FromBitmap(shape, area.Height, area.Width);
        var seen = rest.Box.Shift(area.Left, area.Top);
        box = new(Math.Max(box.X1, seen.X1), Math.Max(box.Y1, seen.Y1), Math.Min(box.X2, seen.X2), Math.Min(box.Y2, seen.Y2));
        mask = new ObjectMask(new([], rest.ToRunLengths())).Shift(area.Left, area.Top);
        return true;
    }
}

/// <summary>The whole pixels that a box touches.</summary>
internal readonly record struct PixelArea(int Left, int Top, int Width, int Height)
{
    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>Those of a box inside another one, which is on whole pixels.</summary>
    public static PixelArea Around(Box box, Box inside)
    {
        var (left, top) = (Math.Max(MathF.Floor(box.X1), inside.X1), Math.Max(MathF.Floor(box.Y1), inside.Y1));
        var (right, bottom) = (Math.Min(MathF.Ceiling(box.X2), inside.X2), Math.Min(MathF.Ceiling(box.Y2), inside.Y2));
        return new((int)left, (int)top, (int)(right - left), (int)(bottom - top));
    }
}
