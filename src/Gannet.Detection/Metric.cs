using Gannet.Torch;

namespace Gannet.Detection;

/// <summary>A metric of one batch: the share of its samples that are predicted right, or wrong.</summary>
/// <param name="Value">A tensor of one element, without a graph.</param>
/// <param name="Count">The number of samples; above 0.</param>
public readonly record struct Metric(Tensor Value, double Count);
