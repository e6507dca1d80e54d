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
    private readonly RegionLayers _layers;

    public PooledHead(IReadOnlyList<FeatureLevel> levels, BoxLayout layout, RegionOptions regions, BoxHead head)
    {
        _pooling = new RegionPooling(levels, regions);
        _layers = Add("", new RegionLayers(head, layout));
    }

    public override BoxPrediction Forward(Tensor[] prepared, IReadOnlyList<Box[]> regions)
    {
        using var scope = TensorScope.Enter();
        return _layers.Forward(_pooling.Forward(prepared, regions, _layers.Format)).KeepIn(scope);
    }

    internal override (GraphValue Logits, GraphValue Deltas) Export(DetectorGraph detector, TracedValue[] levels, RegionGraph regions) =>
        _layers.Export(detector, _pooling.ExportTraced(detector, levels, regions, _layers.Format));
}
