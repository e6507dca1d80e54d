using Gannet.Imaging.Headers;
using Gannet.Masks;

namespace Gannet.Datasets.Checking;

/// <summary>Moves labels from the pixels of a picture as they are stored to those of the upright picture.</summary>
/// <param name="Orientation">EXIF's number, 1 to 8.</param>
/// <param name="Width">Stored pixels across.</param>
/// <param name="Height">Stored pixels down.</param>
internal readonly record struct UprightTurn(int Orientation, int Width, int Height)
{
    /// <summary>How the labels of a picture move.</summary>
    public static UprightTurn Of(in ImageHeader header) => new(header.Orientation, header.StoredWidth, header.StoredHeight);

    /// <summary>The picture with its size and all labels upright.</summary>
    public AnnotatedImage Apply(AnnotatedImage picture)
    {
        var (width, height) = ExifOrientation.SwapsSides(Orientation) ? (Height, Width) : (Width, Height);
        return picture with { Width = width, Height = height, Annotations = [.. picture.Annotations.Select(Apply)] };
    }

    private Annotation Apply(Annotation label)
    {
        var place = Apply(label.Place);
        return label with
        {
            Box = place.ToBox(),
            Written = label.Written is null ? null : place,
            Segmentation = label.Segmentation is { } outline ? Apply(outline) : null,
        };
    }

    private WrittenBox Apply(WrittenBox box)
    {
        var (one, other) = (Apply(box.X, box.Y), Apply(box.X2, box.Y2));
        var (x, y) = (Math.Min(one.X, other.X), Math.Min(one.Y, other.Y));
        return new(x, y, Math.Max(one.X, other.X) - x, Math.Max(one.Y, other.Y) - y);
    }

    private Segmentation Apply(Segmentation outline) =>
        new([.. outline.Polygons.Select(Apply)], outline.Runs is { } runs ? Apply(RunLengthMask.From(runs)) : null);

    private double[] Apply(double[] polygon)
    {
        var turned = new double[polygon.Length];
        for (var k = 0; k + 1 < polygon.Length; k += 2) (turned[k], turned[k + 1]) = Apply(polygon[k], polygon[k + 1]);
        return turned;
    }

    private RunLengths Apply(RunLengthMask mask)
    {
        var stored = new Image(mask.Width, mask.Height);
        var bitmap = mask.ToBitmap();
        for (var k = 0; k < bitmap.Length; k++) stored.Pixels[3 * k] = bitmap[k];
        var upright = ExifOrientation.Apply(stored, Orientation);
        var turned = new byte[bitmap.Length];
        for (var k = 0; k < turned.Length; k++) turned[k] = upright.Pixels[3 * k];
        return RunLengthMask.FromBitmap(turned, upright.Height, upright.Width).ToRunLengths();
    }

    private (double X, double Y) Apply(double x, double y) => Orientation switch
    {
        2 => (Width - x, y),
        3 => (Width - x, Height - y),
        4 => (x, Height - y),
        5 => (y, x),
        6 => (Height - y, x),
        7 => (Height - y, Width - x),
        8 => (y, Width - x),
        _ => (x, y),
    };
}
