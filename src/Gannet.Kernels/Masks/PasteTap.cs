namespace Gannet.Kernels.Masks;

/// <summary>The two bins around a pixel's centre, and the weight of the second.</summary>
internal readonly record struct PasteTap(int Low, int High, float Weight);
