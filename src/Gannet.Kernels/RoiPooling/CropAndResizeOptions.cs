namespace Gannet.Kernels.RoiPooling;

/// <summary>What crop-and-resize needs to know about a batch.</summary>
/// <param name="Size">Points along each side.</param>
/// <param name="ImageHeight">Height of the network's input in pixels: boxes are measured relative to it.</param>
/// <param name="ImageWidth">Width of the network's input in pixels.</param>
public sealed record CropAndResizeOptions(int Size, int ImageHeight, int ImageWidth);
