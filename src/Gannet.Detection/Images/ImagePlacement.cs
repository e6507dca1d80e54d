
namespace Gannet.Detection.Images;

/// <summary>Where a picture lies in the network's input.</summary>
/// <param name="Original">Size of the picture as it was decoded.</param>
/// <param name="Scaled">Size it is scaled to.</param>
/// <param name="Left">Columns of the input before the scaled picture; negative where its left rim is cut off.</param>
/// <param name="Top">Rows before it; negative where its upper rim is cut off.</param>
/// <param name="Window">The part of the input that shows the picture.</param>
public sealed record ImagePlacement(ImageSize Original, ImageSize Scaled, int Left, int Top, Box Window)
{
    /// <summary>A picture in the input's upper left corner.</summary>
    public ImagePlacement(ImageSize original, ImageSize scaled) : this(original, scaled, 0, 0, new(0, 0, scaled.Width, scaled.Height))
    {
    }

    /// <summary>Pixels of the input a pixel of the picture, across.</summary>
    public float ScaleX => (float)Scaled.Width / Original.Width;

    /// <summary>Pixels of the input a pixel of the picture, down.</summary>
    public float ScaleY => (float)Scaled.Height / Original.Height;

    /// <summary>Brings a box from the picture's pixels into the input's.</summary>
    public Box ToInput(Box box) => box.Scale(ScaleX, ScaleY).Shift(Left, Top);

    /// <summary>Brings a box from the input's pixels back into the picture's.</summary>
    public Box ToOriginal(Box box) =>
        box.Shift(-Left, -Top).Scale((float)Original.Width / Scaled.Width, (float)Original.Height / Scaled.Height);

    /// <summary>The part of <paramref name="box"/>, in the input's pixels, that shows the picture.</summary>
    public Box Clip(Box box) => Window is { X1: 0, Y1: 0 }
        ? box.Clip(Window.X2, Window.Y2)
        : box.Shift(-Window.X1, -Window.Y1).Clip(Window.Width, Window.Height).Shift(Window.X1, Window.Y1);

    /// <summary>Brings a picture's objects into the input; those that were cut off whole are left out.</summary>
    public GroundTruth ToInput(GroundTruth truth)
    {
        ArgumentNullException.ThrowIfNull(truth);
        var moved = truth.Move(ToInput, mask => mask.Scale(ScaleX, ScaleY).Shift(Left, Top));
        if (Left >= 0 && Top >= 0) return moved;
        var cut = moved with { Boxes = [.. moved.Boxes.Select(Clip)] };
        return cut.Where(static box => box.IsValid);
    }

    /// <summary>Brings a detection back into the picture.</summary>
    public DetectedObject ToOriginal(DetectedObject detection) => detection with { Box = ToOriginal(detection.Box) };
}
