using Gannet.Torch;

namespace Gannet.Detection;

/// <summary>One term of the loss.</summary>
/// <param name="Name">What it measures, for logs.</param>
/// <param name="Value">A tensor of one element.</param>
public readonly record struct NamedLoss(string Name, Tensor Value);
