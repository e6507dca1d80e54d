using Gannet.Detection.Export;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>The layers between pooled features and predictions.</summary>
public abstract class BoxHead : Module
{
    /// <summary>Number of output features.</summary>
    public abstract int Width { get; }

    /// <summary>The memory format that it expects of its input.</summary>
    public abstract MemoryFormat Format { get; }

    /// <summary>Maps <paramref name="pooled"/>, <c>[R, C, S, S]</c>, to <c>[R, Width]</c>.</summary>
    public abstract Tensor Forward(Tensor pooled);
}

/// <summary>Pools the features of each region, then applies its own layers to them: Faster R-CNN.</summary>
internal sealed class PooledHead : RoiHead
{
    private readonly RegionPooling _pooling;
    private readonly BoxHead _head;
    private readonly BoxPredictor _predictor;

    public PooledHead(IReadOnlyList<FeatureLevel> levels, BoxLayout layout, RegionOptions regions, BoxHead head)
    {
        _pooling = new RegionPooling(levels, regions);
        _head = Add("box_head", head);
        _predictor = Add("box_predictor", new BoxPredictor(_head.Width, layout));
    }

    public override BoxPrediction Forward(Tensor[] prepared, IReadOnlyList<Box[]> regions)
    {
        using var scope = TensorScope.Enter();
        var prediction = _predictor.Forward(_head.Forward(_pooling.Forward(prepared, regions, _head.Format)));
        return new(scope.Keep(prediction.Logits), scope.Keep(prediction.Deltas));
    }

    internal override (GraphValue Logits, GraphValue Deltas) Export(DetectorGraph detector, TracedValue[] levels, RegionGraph regions)
    {
        var pooled = _pooling.Export(detector, levels, regions);
        var predicted = detector.Network.Trace(inputs => _predictor.Forward(_head.Forward(inputs[0])) is var p ? [p.Logits, p.Deltas] : [],
            new TracedValue(pooled, detector.Samples(regions.Count, [levels[0].Length(1), _pooling.Size, _pooling.Size], _head.Format)));
        return (predicted[0].Value, predicted[1].Value);
    }
}
