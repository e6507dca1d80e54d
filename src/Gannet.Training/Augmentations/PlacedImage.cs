using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>An image that is to be combined with a canvas.</summary>
/// <param name="Image">Its pixels, at the canvas's scale.</param>
/// <param name="GroundTruth">Its objects, in pixels of the canvas.</param>
/// <param name="Left">Columns of the canvas to its left.</param>
/// <param name="Top">Rows of the canvas above it.</param>
internal sealed record PlacedImage(Image Image, GroundTruth GroundTruth, int Left, int Top)
{
    /// <summary>Scales an image so that it just fits in a canvas, at a random place.</summary>
    /// <remarks>Objects then have the sizes that the network would see if it saw the image alone.</remarks>
    public static PlacedImage Fit(Image picture, GroundTruth truth, int width, int height, Random random)
    {
        var scale = Math.Min((double)width / picture.Width, (double)height / picture.Height);
        var (across, down) = (Length(picture.Width * scale, width), Length(picture.Height * scale, height));
        var (left, top) = (random.Next(width - across + 1), random.Next(height - down + 1));
        // Boxes end with the image, not beside it.
        Box whole = new(0, 0, picture.Width, picture.Height);
        var scaled = Cropping.Resize(Cropping.Cut(truth, whole, whole, visibility: 0), new(picture.Height, picture.Width), new(down, across));
        return new(Canvas.Resize(picture, across, down), Cropping.Shift(scaled, left, top), left, top);
    }

    private static int Length(double length, int most) => Math.Clamp((int)Math.Round(length), 1, most);
}
