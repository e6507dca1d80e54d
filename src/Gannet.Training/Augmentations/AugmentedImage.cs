using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>A picture as it is learnt this time.</summary>
/// <param name="Image">Cut and coloured, not yet mirrored: that costs nothing while it is scaled.</param>
/// <param name="GroundTruth">Its objects, mirrored where it is to be.</param>
/// <param name="IsFlipped">Whether it is to be mirrored left to right.</param>
public sealed record AugmentedImage(Image Image, GroundTruth GroundTruth, bool IsFlipped);
