using Gannet.Torch;

namespace Gannet.Detection.Heads;

/// <summary>What the second stage says of every region.</summary>
/// <param name="Logits">Class scores before the softmax, <c>[R, 1 + C]</c>, background first.</param>
/// <param name="Deltas">Offsets for each class, <c>[R, (1 + C)·4]</c>.</param>
internal readonly record struct BoxPrediction(Tensor Logits, Tensor Deltas);
