using Gannet.Torch;

namespace Gannet.Detection.Necks;

/// <summary>The feature maps of a batch, finest first, each <c>[N, C, H, W]</c>.</summary>
/// <param name="ForProposals">What the first stage reads.</param>
/// <param name="ForRegions">What regions are pooled from.</param>
public readonly record struct Features(Tensor[] ForProposals, Tensor[] ForRegions);
