using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>The built-in random changes to an image and its objects.</summary>
/// <param name="options">Which changes to make, and how strong.</param>
public sealed class Augmentation(AugmentationOptions options) : IAugmentation
{
    private readonly ToneJitter _tones = new(options);

    /// <inheritdoc/>
    public AugmentedImage Apply(Image picture, GroundTruth truth, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        var isFlipped = random.NextDouble() < options.Flip;
        (picture, truth) = RandomTurn.Apply(picture, truth, options.FlipVertical, options.Rotate, random);
        if (options.ScaleJitter is [var low, var high]) (picture, truth) = ScaleJitter.Apply(picture, truth, low, high, options.CropVisibility, random);
        if (options.Crop > 0) (picture, truth) = RandomCrop.Apply(picture, truth, options.Crop, options.CropVisibility, random);
        if (options.Zoom > 0) (picture, truth) = RandomZoom.Apply(picture, truth, options.Zoom, options.ZoomBoxRatio, random);
        if (options.ColourJitter > 0) picture = ColourJitter.Apply(picture, options.ColourJitter, random);
        _tones.ApplyInPlace(picture, random);
        return new(picture, isFlipped ? Mirror(truth, picture.Width) : truth, isFlipped);
    }

    /// <summary>The ground truth of the mirrored image.</summary>
    internal static GroundTruth Mirror(GroundTruth truth, int width) => truth.Move(box => box.FlipHorizontally(width), mask => mask.FlipHorizontally(width));
}
