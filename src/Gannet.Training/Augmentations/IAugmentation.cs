using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Changes images and their objects at random, so that no two epochs are alike.</summary>
public interface IAugmentation
{
    /// <summary>Changes an image and its objects; called from several threads at once.</summary>
    /// <param name="picture">May be changed in place.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="random">The only source of randomness: the same seed gives the same result with any number of threads.</param>
    AugmentedImage Apply(Image picture, GroundTruth truth, Random random);

    /// <summary>The same, for an augmentation that combines an image with others; the rest need not implement it.</summary>
    /// <param name="picture">May be changed in place.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="others">The images of the training, which are read when they are asked for.</param>
    /// <param name="random">The only source of randomness, also for the choice among <paramref name="others"/>.</param>
    AugmentedImage Apply(Image picture, GroundTruth truth, IImagePool others, Random random) => Apply(picture, truth, random);
}

/// <summary>An augmented image.</summary>
/// <param name="Image">The pixels, not yet mirrored: mirroring is free during the later scaling.</param>
/// <param name="GroundTruth">Its objects, already mirrored if <paramref name="IsFlipped"/>.</param>
/// <param name="IsFlipped">Whether the image is still to be mirrored left to right.</param>
public sealed record AugmentedImage(Image Image, GroundTruth GroundTruth, bool IsFlipped);
