using Gannet.Detection.Images;

namespace Gannet.Detection;

/// <summary>Images with their ground truth.</summary>
/// <param name="Images">The images.</param>
/// <param name="Truths">The ground truth of each image, in pixels of the network's input.</param>
public sealed record TrainingBatch(ImageBatch Images, GroundTruth[] Truths);
