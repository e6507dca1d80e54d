using Gannet.Detection.Images;

namespace Gannet.Detection;

/// <summary>Pictures with their objects.</summary>
/// <param name="Images">The pictures.</param>
/// <param name="Truths">The objects of each, in pixels of the network's input.</param>
public sealed record TrainingBatch(ImageBatch Images, GroundTruth[] Truths);
