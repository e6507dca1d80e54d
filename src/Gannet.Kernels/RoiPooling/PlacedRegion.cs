namespace Gannet.Kernels.RoiPooling;

/// <summary>A region with the image and the level that its features are read from.</summary>
/// <param name="Image">Index in the batch.</param>
/// <param name="Level">Index of the feature level.</param>
/// <param name="Box">In pixels of the network's input.</param>
public readonly record struct PlacedRegion(int Image, int Level, Box Box);
