using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>Changes pictures and their objects at random, so that no two epochs are alike.</summary>
public interface IAugmentation
{
    /// <summary>Changes a picture and its objects; called from several threads at a time.</summary>
    /// <param name="picture">May be changed in place.</param>
    /// <param name="truth">Its objects, in its pixels.</param>
    /// <param name="random">The only source of draws: the same one gives the same result, at any number of threads.</param>
    AugmentedImage Apply(Image picture, GroundTruth truth, Random random);
}
