using Gannet.Detection.Export;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>All layers after the pooling: a head and its predictor.</summary>
internal sealed class RegionLayers : Module
{
    private readonly BoxHead _head;
    private readonly BoxPredictor _predictor;

    public RegionLayers(BoxHead head, BoxLayout layout)
    {
        _head = Add("box_head", head);
        _predictor = Add("box_predictor", new BoxPredictor(_head.Width, layout));
    }

    /// <summary>The memory format that they expect of their input.</summary>
    public MemoryFormat Format => _head.Format;

    /// <summary>Predicts for <paramref name="pooled"/>, <c>[R, C, S, S]</c>.</summary>
    public BoxPrediction Forward(Tensor pooled)
    {
        using var scope = TensorScope.Enter();
        return _predictor.Forward(_head.Forward(pooled)).KeepIn(scope);
    }

    /// <summary>Adds the layers to a graph: logits <c>[R, 1 + C]</c> and deltas <c>[R, slots·4]</c>.</summary>
    public (GraphValue Logits, GraphValue Deltas) Export(DetectorGraph detector, TracedValue pooled)
    {
        var predicted = detector.Network.Trace(inputs => Forward(inputs[0]) is var p ? [p.Logits, p.Deltas] : [], pooled);
        return (predicted[0].Value, predicted[1].Value);
    }
}
