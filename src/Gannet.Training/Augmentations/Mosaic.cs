using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Four images on one canvas, as in YOLOv4 (Bochkovskiy et al. 2020): many small objects, in surroundings that are new to them.</summary>
/// <remarks>The canvas has the size of the first image. Each image covers its quarter, scaled as little as that needs, so that there is no padding.</remarks>
public static class Mosaic
{
    // The four meet in the middle half of each axis.
    private const double First = 0.25, Span = 0.5;

    /// <summary>Draws where four images meet, which quarter the given one gets, and the other three.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="others">The images to choose from.</param>
    /// <param name="visibility">An object is dropped if its quarter shows less than this share of its box.</param>
    /// <param name="random">The source of randomness.</param>
    public static (Image Image, GroundTruth GroundTruth) Apply(
        Image picture, GroundTruth truth, IImagePool others, double visibility, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(others);
        ArgumentNullException.ThrowIfNull(random);
        if (picture.Width < 2 || picture.Height < 2) return (picture, truth);
        var (x, y) = (Middle(picture.Width, random), Middle(picture.Height, random));
        var own = random.Next(4);
        var (canvas, objects) = (new Image(picture.Width, picture.Height), truth with { Boxes = [], Labels = [], Weights = null, Masks = null, Crowds = [] });
        for (var quarter = 0; quarter < 4; quarter++)
        {
            var (left, width) = quarter % 2 == 0 ? (0, x) : (x, picture.Width - x);
            var (top, height) = quarter < 2 ? (0, y) : (y, picture.Height - y);
            var (part, seen) = quarter == own ? (picture, truth) : others.Read(random.Next(others.Count), truth);
            (part, seen) = Cover(part, seen, width, height, visibility, random);
            Canvas.Place(canvas, part, left, top);
            objects = objects.Append(Cropping.Shift(seen, left, top));
        }

        return (canvas, objects);
    }

    private static int Middle(int length, Random random) => Math.Clamp((int)(length * (First + Span * random.NextDouble())), 1, length - 1);

    // A window of the quarter's shape, as large as the image allows, scaled to the quarter.
    private static (Image, GroundTruth) Cover(Image picture, GroundTruth truth, int width, int height, double visibility, Random random)
    {
        var scale = Math.Max((double)width / picture.Width, (double)height / picture.Height);
        var (across, down) = (Length(width / scale, picture.Width), Length(height / scale, picture.Height));
        var window = Box.FromSize(random.Next(picture.Width - across + 1), random.Next(picture.Height - down + 1), across, down);
        var (part, seen) = Cropping.Cut(picture, truth, window, visibility);
        return (Canvas.Resize(part, width, height), Cropping.Resize(seen, new(down, across), new(height, width)));
    }

    private static int Length(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);
}
