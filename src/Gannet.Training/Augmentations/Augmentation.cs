using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>The built-in random changes to an image and its objects.</summary>
/// <remarks>A change that is off draws no random numbers, so that adding one leaves the trainings without it as they were.</remarks>
/// <param name="options">Which changes to make, and how strong.</param>
public sealed class Augmentation(AugmentationOptions options) : IAugmentation
{
    private readonly ToneJitter _tones = new(options);

    /// <inheritdoc/>
    /// <remarks>Without other images, none are combined.</remarks>
    public AugmentedImage Apply(Image picture, GroundTruth truth, Random random) => Make(picture, truth, null, random);

    /// <inheritdoc/>
    public AugmentedImage Apply(Image picture, GroundTruth truth, IImagePool others, Random random)
    {
        ArgumentNullException.ThrowIfNull(others);
        return Make(picture, truth, others, random);
    }

    /// <summary>The ground truth of the mirrored image.</summary>
    internal static GroundTruth Mirror(GroundTruth truth, int width) => truth.Move(box => box.FlipHorizontally(width), mask => mask.FlipHorizontally(width));

    private AugmentedImage Make(Image picture, GroundTruth truth, IImagePool? others, Random random)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(random);
        var isFlipped = random.NextDouble() < options.Flip;
        if (others is not null && Happens(options.Mosaic, random)) (picture, truth) = Mosaic.Apply(picture, truth, others, options.CropVisibility, random);
        (picture, truth) = Move(picture, truth, random);
        if (others is not null && Happens(options.CopyPaste, random))
            (picture, truth) = CopyPaste.Apply(picture, truth, Partner(picture, truth, others, random), options.CropVisibility, random);
        if (others is not null && Happens(options.Mixup, random)) (picture, truth) = Mixup.Apply(picture, truth, Partner(picture, truth, others, random), random);
        if (options.ColourJitter > 0) picture = ColourJitter.Apply(picture, options.ColourJitter, random);
        _tones.ApplyInPlace(picture, random);
        return new(picture, isFlipped ? Mirror(truth, picture.Width) : truth, isFlipped);
    }

    private static bool Happens(double probability, Random random) => probability > 0 && random.NextDouble() < probability;

    private (Image Image, GroundTruth GroundTruth) Move(Image picture, GroundTruth truth, Random random)
    {
        (picture, truth) = RandomTurn.Apply(picture, truth, options.FlipVertical, options.Rotate, random);
        if (options.ScaleJitter is [var low, var high]) (picture, truth) = ScaleJitter.Apply(picture, truth, low, high, options.CropVisibility, random);
        if (options.Crop > 0) (picture, truth) = RandomCrop.Apply(picture, truth, options.Crop, options.CropVisibility, random);
        if (options.Zoom > 0) (picture, truth) = RandomZoom.Apply(picture, truth, options.Zoom, options.ZoomBoxRatio, random);
        return (picture, truth);
    }

    // Moved and mirrored on its own, so that the same two images combine in many ways.
    private PlacedImage Partner(Image picture, GroundTruth truth, IImagePool others, Random random)
    {
        var (other, objects) = others.Read(random.Next(others.Count), truth);
        (other, objects) = Move(other, objects, random);
        if (Happens(options.Flip, random)) (other, objects) = RandomTurn.Mirror(other, objects);
        return PlacedImage.Fit(other, objects, picture.Width, picture.Height, random);
    }
}
