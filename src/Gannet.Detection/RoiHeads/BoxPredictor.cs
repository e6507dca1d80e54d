using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The second stage's predictions for all regions.</summary>
/// <param name="Logits">Class scores before the softmax, <c>[R, 1 + C]</c>, background first.</param>
/// <param name="Deltas">Box deltas, <c>[R, slots·4]</c>; <see cref="BoxLayout"/> assigns slots to classes.</param>
public readonly record struct BoxPrediction(Tensor Logits, Tensor Deltas)
{
    /// <summary>Moves both to the scope around <paramref name="scope"/>.</summary>
    /// <returns>This prediction.</returns>
    internal BoxPrediction KeepIn(TensorScope scope)
    {
        scope.Keep(Logits);
        scope.Keep(Deltas);
        return this;
    }
}

/// <summary>The last layers: class scores and box deltas. Class 0 is background in logits and targets only.</summary>
internal sealed class BoxPredictor : Module
{
    private readonly Linear _classes, _boxes;

    public BoxPredictor(int inputs, BoxLayout layout)
    {
        _classes = Add("cls_score", new Linear(inputs, layout.Classes + 1) { FullPrecision = true });
        _boxes = Add("bbox_pred", new Linear(inputs, layout.Count * 4) { FullPrecision = true });
    }

    public BoxPrediction Forward(Tensor features) => new(_classes.Forward(features), _boxes.Forward(features));
}
