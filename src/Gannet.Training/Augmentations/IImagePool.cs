using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>The images of a training, for augmentations that combine several.</summary>
public interface IImagePool
{
    /// <summary>Number of images; at least one.</summary>
    int Count { get; }

    /// <summary>Reads an image and its objects. In place of one that cannot be read stands the next.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> − 1, drawn from the random numbers that the augmentation was given.</param>
    /// <param name="partner">
    /// The objects of the image that it is combined with. An image whose source labels other classes is passed over, too: what one source
    /// does not label would count as background in the other.
    /// </param>
    /// <returns>Pixels that may be changed in place, and their objects.</returns>
    /// <exception cref="InvalidDataException">No such image can be read.</exception>
    (Image Image, GroundTruth GroundTruth) Read(int index, GroundTruth partner);
}
