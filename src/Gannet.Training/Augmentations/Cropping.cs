using Gannet.Detection;
using Gannet.Detection.Images;
using Gannet.Imaging.Tiles;

namespace Gannet.Training.Augmentations;

/// <summary>Cuts windows out of images, and moves objects with the pixels.</summary>
internal static class Cropping
{
    /// <summary>The window's pixels and objects.</summary>
    /// <param name="picture">Not changed.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="window">Inside the image, on whole pixels.</param>
    /// <param name="visibility">An object is dropped if the window shows less than this share of what the image shows of its box.</param>
    public static (Image Image, GroundTruth GroundTruth) Cut(Image picture, GroundTruth truth, Box window, double visibility) =>
        (Cut(picture, window), Cut(truth, new(0, 0, picture.Width, picture.Height), window, visibility));

    /// <summary>The window's pixels.</summary>
    public static Image Cut(Image picture, Box window) =>
        new TileWindow((int)window.X1, (int)window.Y1, (int)window.Width, (int)window.Height).CutFrom(picture);

    /// <summary>The window's objects, in its pixels; boxes and crowds end at its border.</summary>
    /// <param name="truth">The objects of the image.</param>
    /// <param name="whole">The image.</param>
    /// <param name="window">The part of it.</param>
    /// <param name="visibility">Smallest share of a box's visible area that must remain.</param>
    public static GroundTruth Cut(GroundTruth truth, Box whole, Box window, double visibility)
    {
        Box Left(Box box) => box.Shift(-window.X1, -window.Y1).Clip(window.Width, window.Height);
        var kept = truth.Where(box => Left(box) is { IsValid: true } left && left.Area >= visibility * box.Clip(whole.Width, whole.Height).Area);
        var moved = kept.Move(Left, mask => mask.Shift(-window.X1, -window.Y1));
        return moved with { Crowds = [.. moved.Crowds.Where(static crowd => crowd.IsValid)] };
    }

    /// <summary>The objects of an image after it is resized; no box ends beyond it, as rounding could make it.</summary>
    /// <param name="truth">Objects inside the image.</param>
    /// <param name="from">Size before.</param>
    /// <param name="to">Size after.</param>
    public static GroundTruth Resize(GroundTruth truth, ImageSize from, ImageSize to)
    {
        var (x, y) = ((float)to.Width / from.Width, (float)to.Height / from.Height);
        return truth.Move(box => box.Scale(x, y).Clip(to.Width, to.Height), mask => mask.Scale(x, y));
    }

    /// <summary>The objects of an image that is part of a larger one.</summary>
    /// <param name="truth">Objects in pixels of the part.</param>
    /// <param name="left">Columns to the left of the part.</param>
    /// <param name="top">Rows above it.</param>
    public static GroundTruth Shift(GroundTruth truth, int left, int top) => truth.Move(box => box.Shift(left, top), mask => mask.Shift(left, top));
}
