using System.Globalization;

namespace Gannet.Training.Augmentations;

/// <summary>Which random changes are made to the training images, and how strong they are.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Probability that an image is mirrored left to right.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Probability that an image is mirrored top to bottom.</summary>
    /// <value>0. Only images without an up and down, such as those taken from above, look as likely upside down.</value>
    public double FlipVertical { get; init; }

    /// <summary>Probability that an image is turned by 90, 180 or 270 degrees.</summary>
    /// <value>0; .75 makes all four directions equally likely.</value>
    public double Rotate { get; init; }

    /// <summary>Largest relative change of brightness, contrast and saturation; 0 for none.</summary>
    public double ColourJitter { get; init; }

    /// <summary>Factors on the transform's sizes, one drawn per batch: two numbers are a range, others a choice. Empty for none.</summary>
    /// <value>Empty. torchvision's multi-scale training draws from 640 to 800 pixels: [.8, 1].</value>
    public double[] Scales { get; init; } = [];

    /// <summary>Range [low, high] of the factor by which an image is resized on a canvas of its own size; empty for none.</summary>
    /// <value>Empty. Large-scale jitter (Ghiasi et al. 2021) is .1 to 2, the milder standard one .8 to 1.25.</value>
    public double[] ScaleJitter { get; init; } = [];

    /// <summary>Smallest share of an image's height and of its width that a random crop around an object keeps; 0 for none.</summary>
    /// <value>0; SSD's, in torchvision's reference training, is .3.</value>
    public double Crop { get; init; }

    /// <summary>Probability that an image becomes a quarter of a mosaic of four.</summary>
    /// <value>0; YOLO's is 1, for trainings many times as long as those of two-stage detectors.</value>
    public double Mosaic { get; init; }

    /// <summary>Probability that another image is blended into an image; the share of each is drawn from Beta(8, 8).</summary>
    /// <value>0.</value>
    public double Mixup { get; init; }

    /// <summary>Probability that objects of another image are pasted into an image: their outlines if they have some, else their boxes.</summary>
    /// <value>0.</value>
    public double CopyPaste { get; init; }

    /// <summary>Smallest share of a box that must remain visible: objects of which less is left are dropped.</summary>
    /// <value>.3. It applies to every change that cuts or covers objects, except <see cref="Zoom"/>.</value>
    public double CropVisibility { get; init; } = 0.3;

    /// <summary>Smallest share of an image's height and width that a random crop keeps; 0 for no cropping.</summary>
    /// <value>0; R-FCN's zoom is .6.</value>
    public double Zoom { get; init; }

    /// <summary>Smallest share of a box that must remain in a crop: objects with less are dropped.</summary>
    /// <value>1, which never cuts a box.</value>
    public double ZoomBoxRatio { get; init; } = 1;

    /// <summary>Range [low, high] of the gamma exponent on values from 0 to 1; empty for none.</summary>
    /// <value>Empty; R-FCN's is .8 to 1.2.</value>
    public double[] Gamma { get; init; } = [];

    /// <summary>Range [low, high] of the contrast factor around each channel's mean; empty for none.</summary>
    /// <value>Empty; R-FCN's is .3 to 1.3.</value>
    public double[] Contrast { get; init; } = [];

    /// <summary>Largest brightness shift up or down, as a share of white; 0 for none.</summary>
    /// <value>0; R-FCN's is .3.</value>
    public double Brightness { get; init; }

    /// <summary>Largest standard deviation of noise, as a share of white; 0 for none.</summary>
    /// <value>0; R-FCN's is .025.</value>
    public double Noise { get; init; }

    /// <summary>Names of a program's own augmentations, applied in this order before those above.</summary>
    public string[] Own { get; init; } = [];

    /// <summary>Checks every value once.</summary>
    /// <exception cref="InvalidOptionException">A value is out of range.</exception>
    public void Validate()
    {
        Require(Flip is >= 0 and <= 1, "flip", Flip, "from 0 to 1");
        Require(FlipVertical is >= 0 and <= 1, "flip_vertical", FlipVertical, "from 0 to 1");
        Require(Rotate is >= 0 and <= 1, "rotate", Rotate, "from 0 to 1");
        Require(ColourJitter is >= 0 and < 1, "colour_jitter", ColourJitter, "from 0 to below 1");
        RequireFactors(Scales, "scales");
        RequireRange(ScaleJitter, "scale_jitter", least: 0.1);
        Require(Crop is >= 0 and <= 1, "crop", Crop, "from 0 to 1");
        Require(Mosaic is >= 0 and <= 1, "mosaic", Mosaic, "from 0 to 1");
        Require(Mixup is >= 0 and <= 1, "mixup", Mixup, "from 0 to 1");
        Require(CopyPaste is >= 0 and <= 1, "copy_paste", CopyPaste, "from 0 to 1");
        Require(CropVisibility is > 0 and <= 1, "crop_visibility", CropVisibility, "above 0 and at most 1");
        Require(Zoom is >= 0 and <= 1, "zoom", Zoom, "from 0 to 1");
        Require(ZoomBoxRatio is > 0 and <= 1, "zoom_box_ratio", ZoomBoxRatio, "above 0 and at most 1");
        RequireRange(Gamma, "gamma", least: 0.01);
        RequireRange(Contrast, "contrast", least: 0);
        Require(Brightness is >= 0 and <= 1, "brightness", Brightness, "from 0 to 1");
        Require(Noise is >= 0 and <= 1, "noise", Noise, "from 0 to 1");
    }

    private static void RequireRange(double[]? range, string name, double least)
    {
        if (range is [] || range is [var low, var high] && low >= least && low <= high && high <= 10) return;
        throw new InvalidOptionException(
            $"training.augmentation.{name}", Text(range), string.Create(CultureInfo.InvariantCulture, $"empty or [low, high], from {least} to 10"));
    }

    // Sizes beyond these are a mistake, and four times the side already needs sixteen times the memory.
    private static void RequireFactors(double[]? factors, string name)
    {
        if (factors is not null && factors.All(static f => f is >= 0.1 and <= 4) && (factors is not [var low, var high] || low <= high)) return;
        throw new InvalidOptionException($"training.augmentation.{name}", Text(factors), "empty, [low, high] or a list of factors, from 0.1 to 4");
    }

    private static string Text(double[]? numbers) => $"[{string.Join(", ", (numbers ?? []).Select(static v => v.ToString(CultureInfo.InvariantCulture)))}]";

    private static void Require(bool holds, string name, double value, string range) =>
        InvalidOptionException.ThrowUnless(holds, $"training.augmentation.{name}", value, range);
}
