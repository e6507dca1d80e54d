using Gannet.Torch;

namespace Gannet.Detection.Proposals;

/// <summary>The first stage's predictions for all anchors.</summary>
/// <param name="Logits">Objectness before the sigmoid, <c>[N, T]</c>.</param>
/// <param name="Deltas">Box deltas relative to the anchors, <c>[N, T, 4]</c>.</param>
public readonly record struct RpnPrediction(Tensor Logits, Tensor Deltas);
