using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Crops an image to a random window of the same aspect ratio, so that objects appear larger; keeps the objects.</summary>
/// <remarks>R-FCN's zoom: small objects in large images are learnt at more than one size.</remarks>
public static class RandomZoom
{
    /// <summary>Draws a window and crops to it.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="least">Smallest share of height and width that a window keeps; larger where the boxes need it.</param>
    /// <param name="boxRatio">An object is dropped if less of its box remains than this share. With 1, all boxes stay whole.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>The window's pixels and its objects; boxes are clipped to the window.</returns>
    public static (Image Image, GroundTruth GroundTruth) Apply(Image picture, GroundTruth truth, double least, double boxRatio, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        var inside = truth.Boxes.Select(b => b.Clip(picture.Width, picture.Height)).Where(static b => b.IsValid).ToList();
        var held = boxRatio >= 1 && inside.Count > 0 ? Hull(inside) : default;
        var smallest = Math.Max(least, Math.Max(held.Width / picture.Width, held.Height / picture.Height));
        var share = smallest + (1 - smallest) * random.NextDouble();
        var (left, width) = Place(picture.Width, share, (int)held.X1, (int)held.X2, random);
        var (top, height) = Place(picture.Height, share, (int)held.Y1, (int)held.Y2, random);
        return Cropping.Cut(picture, truth, new(left, top, left + width, top + height), boxRatio);
    }

    // The bounding box of all boxes, rounded outwards to whole pixels.
    private static Box Hull(List<Box> boxes) => new(
        MathF.Floor(boxes.Min(static b => b.X1)), MathF.Floor(boxes.Min(static b => b.Y1)),
        MathF.Ceiling(boxes.Max(static b => b.X2)), MathF.Ceiling(boxes.Max(static b => b.Y2)));

    // A random range of the given share of an axis that contains [low, high], if that is not empty.
    private static (int Start, int Length) Place(int length, double share, int low, int high, Random random)
    {
        var size = Math.Clamp((int)Math.Ceiling(length * share), Math.Max(1, high - low), length);
        var isFree = high <= low;
        var (first, last) = (isFree ? 0 : Math.Max(0, high - size), isFree ? length - size : Math.Min(low, length - size));
        return (random.Next(first, last + 1), size);
    }
}
