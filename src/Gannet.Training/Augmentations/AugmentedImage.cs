using Gannet.Detection;

namespace Gannet.Training.Augmentations;

/// <summary>An augmented image.</summary>
/// <param name="Image">The pixels, not yet mirrored: mirroring is free during the later scaling.</param>
/// <param name="GroundTruth">Its objects, already mirrored if <paramref name="IsFlipped"/>.</param>
/// <param name="IsFlipped">Whether the image is still to be mirrored left to right.</param>
public sealed record AugmentedImage(Image Image, GroundTruth GroundTruth, bool IsFlipped);
