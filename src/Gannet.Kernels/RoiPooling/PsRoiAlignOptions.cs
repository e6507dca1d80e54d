namespace Gannet.Kernels.RoiPooling;

/// <summary>How position-sensitive RoIAlign samples a region; regions are always shifted by half a cell.</summary>
/// <param name="Size">Bins along each side, k; a map has C·k² channels.</param>
/// <param name="SamplingRatio">Samples per bin along each side; 0 for one per cell, ⌈bin size⌉.</param>
public sealed record PsRoiAlignOptions(int Size = 3, int SamplingRatio = 2);
