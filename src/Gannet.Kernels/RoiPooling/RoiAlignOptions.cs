namespace Gannet.Kernels.RoiPooling;

/// <summary>How RoIAlign samples a region.</summary>
/// <param name="Size">Bins along each side.</param>
/// <param name="SamplingRatio">Samples per bin along each side; 0 for one per cell, ⌈bin size⌉.</param>
/// <param name="Aligned">Whether regions are shifted by half a cell, so that sample points and cell centres share one origin (detectron2's rule; torchvision's detectors do not).</param>
public sealed record RoiAlignOptions(int Size = 7, int SamplingRatio = 2, bool Aligned = false);
