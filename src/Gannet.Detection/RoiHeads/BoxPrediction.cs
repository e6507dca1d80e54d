using Gannet.Torch;

namespace Gannet.Detection.RoiHeads;

/// <summary>What the second stage says of every region.</summary>
/// <param name="Logits">Class scores before the softmax, <c>[R, 1 + C]</c>, background first.</param>
/// <param name="Deltas">Offsets, <c>[R, slots·4]</c>; <see cref="BoxLayout"/> says which slot is whose.</param>
public readonly record struct BoxPrediction(Tensor Logits, Tensor Deltas);
