using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage's predictions for all regions.</summary>
/// <param name="Logits">Class scores before the softmax, <c>[R, 1 + C]</c>, background first.</param>
/// <param name="Deltas">Box deltas, <c>[R, slots·4]</c>; <see cref="BoxLayout"/> assigns slots to classes.</param>
public readonly record struct BoxPrediction(Tensor Logits, Tensor Deltas);
