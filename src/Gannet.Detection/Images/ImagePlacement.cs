namespace Gannet.Detection.Images;

/// <summary>The placement of an image in the network's input.</summary>
/// <param name="Original">Size of the decoded image.</param>
/// <param name="Scaled">Size after scaling.</param>
/// <param name="Left">Input columns left of the scaled image; negative if its left edge is cropped.</param>
/// <param name="Top">Input rows above it; negative if its upper edge is cropped.</param>
/// <param name="Window">The part of the input that contains the image.</param>
public sealed record ImagePlacement(ImageSize Original, ImageSize Scaled, int Left, int Top, Box Window)
{
    /// <summary>An image in the input's upper left corner.</summary>
    public ImagePlacement(ImageSize original, ImageSize scaled) : this(original, scaled, 0, 0, new(0, 0, scaled.Width, scaled.Height))
    {
    }

    /// <summary>Horizontal scale: input pixels per image pixel.</summary>
    public float ScaleX => (float)Scaled.Width / Original.Width;

    /// <summary>Vertical scale: input pixels per image pixel.</summary>
    public float ScaleY => (float)Scaled.Height / Original.Height;

    /// <summary>Converts a box from image to input pixels.</summary>
    public Box ToInput(Box box) => box.Scale(ScaleX, ScaleY).Shift(Left, Top);

    /// <summary>Converts a box from input to image pixels.</summary>
    public Box ToOriginal(Box box) =>
        box.Shift(-Left, -Top).Scale((float)Original.Width / Scaled.Width, (float)Original.Height / Scaled.Height);

    /// <summary>The part of <paramref name="box"/>, in input pixels, that is inside the image.</summary>
    public Box Clip(Box box) => Window is { X1: 0, Y1: 0 }
        ? box.Clip(Window.X2, Window.Y2)
        : box.Shift(-Window.X1, -Window.Y1).Clip(Window.Width, Window.Height).Shift(Window.X1, Window.Y1);

    /// <summary>Converts an image's ground truth to input pixels; objects that were cropped away are left out.</summary>
    public GroundTruth ToInput(GroundTruth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var moved = truth.Move(ToInput, mask => mask.Scale(ScaleX, ScaleY).Shift(Left, Top));
        if (Left >= 0 && Top >= 0) return moved;
        var cut = moved with { Boxes = [.. moved.Boxes.Select(Clip)] };
        return cut.Where(static box => box.IsValid);
    }

    /// <summary>Converts a detection to image pixels.</summary>
    public DetectedObject ToOriginal(DetectedObject detection) => detection with { Box = ToOriginal(detection.Box) };
}
