using Gannet.Torch;

namespace Gannet.Detection.Proposals;

/// <summary>What the first stage says of every anchor.</summary>
/// <param name="Logits">Objectness before the sigmoid, <c>[N, T]</c>.</param>
/// <param name="Deltas">Offsets from the anchors, <c>[N, T, 4]</c>.</param>
public readonly record struct RpnPrediction(Tensor Logits, Tensor Deltas);
