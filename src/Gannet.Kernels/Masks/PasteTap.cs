namespace Gannet.Kernels.Masks;

/// <summary>The two bins around a pixel's centre, and the share of the second.</summary>
internal readonly record struct PasteTap(int Low, int High, float Weight);
