using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Resizes an image by a random factor, then crops or pads it to its former size: large-scale jitter (Ghiasi et al. 2021).</summary>
/// <remarks>The canvas keeps its size, so objects appear at every size that the factors allow, and batches stay as they are.</remarks>
public static class ScaleJitter
{
    /// <summary>Draws a factor and a place.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="low">Smallest factor; below 1 the image is padded.</param>
    /// <param name="high">Largest factor; above 1 it is cropped.</param>
    /// <param name="visibility">An object is dropped if less than this share of its box remains.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>An image of the same size, and its objects.</returns>
    public static (Image Image, GroundTruth GroundTruth) Apply(
        Image picture, GroundTruth truth, double low, double high, double visibility, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        var factor = low + (high - low) * random.NextDouble();
        return factor < 1 ? Shrink(picture, truth, factor, random) : Enlarge(picture, truth, factor, visibility, random);
    }

    // Cropped first: what is cut off need not be resized.
    private static (Image, GroundTruth) Enlarge(Image picture, GroundTruth truth, double factor, double visibility, Random random)
    {
        var (width, height) = (Scaled(picture.Width, 1 / factor), Scaled(picture.Height, 1 / factor));
        var (left, top) = (random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1));
        var (part, kept) = Cropping.Cut(picture, truth, Box.FromSize(left, top, width, height), visibility);
        return (Canvas.Resize(part, picture.Width, picture.Height), Cropping.Resize(kept, new(height, width), new(picture.Height, picture.Width)));
    }

    private static (Image, GroundTruth) Shrink(Image picture, GroundTruth truth, double factor, Random random)
    {
        var (width, height) = (Scaled(picture.Width, factor), Scaled(picture.Height, factor));
        var (left, top) = (random.Next(picture.Width - width + 1), random.Next(picture.Height - height + 1));
        var canvas = Canvas.Blank(picture.Width, picture.Height);
        Canvas.Place(canvas, Canvas.Resize(picture, width, height), left, top);
        // Boxes end with the image, not in the padding.
        Box whole = new(0, 0, picture.Width, picture.Height);
        var scaled = Cropping.Resize(Cropping.Cut(truth, whole, whole, visibility: 0), new(picture.Height, picture.Width), new(height, width));
        return (canvas, Cropping.Shift(scaled, left, top));
    }

    private static int Scaled(int length, double factor) => Math.Clamp((int)Math.Round(length * factor), 1, length);
}
