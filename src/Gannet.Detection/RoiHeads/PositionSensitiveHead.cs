// Shapes: k bins per side, C classes without background, R regions of all images.
using Gannet.Detection.Explanation;
using Gannet.Detection.Export;
using Gannet.Detection.Necks;
using Gannet.Detection.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;
using Gannet.Torch.Nn;

namespace Gannet.Detection.RoiHeads;

/// <summary>R-FCN: one map per bin and class, computed once per image; each bin reads its own map, and the bins are averaged.</summary>
internal sealed class PositionSensitiveHead : RoiHead
{
    private readonly RegionPooling _pooling;
    private readonly Conv2d _classMaps, _boxMaps;
    private readonly int _levels;

    public PositionSensitiveHead(IReadOnlyList<FeatureLevel> levels, BoxLayout layout, RegionOptions regions, HeadOptions options)
    {
        (_levels, _pooling) = (levels.Count, new RegionPooling(levels, regions));
        var parts = regions.Size * regions.Size;
        _classMaps = Add("class_maps", new Conv2d(levels[0].Channels, parts * (layout.Classes + 1), options.MapKernel) { FullPrecision = true });
        _boxMaps = Add("box_maps", new Conv2d(levels[0].Channels, parts * layout.Count * 4, options.MapKernel) { FullPrecision = true });
        foreach (var conv in (Conv2d[])[_classMaps, _boxMaps])
        {
            Initialization.Normal(conv.Weight, 0.01);
            Initialization.Zero(conv.Bias);
        }
    }

    /// <summary>Computes the class maps of every level, then the box maps.</summary>
    public override Tensor[] Prepare(Tensor[] levels)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep([.. levels.Select(_classMaps.Forward), .. levels.Select(_boxMaps.Forward)]);
    }

    public override BoxPrediction Forward(Tensor[] prepared, IReadOnlyList<Box[]> regions)
    {
        using var scope = TensorScope.Enter();
        var votes = _pooling.Forward(prepared[.._levels], regions, MemoryFormat.Contiguous);
        DetectionTrace.Current?.Votes = VoteTrace.Of(prepared[0], votes, _pooling.Size);
        return new(scope.Keep(Mean(votes)), scope.Keep(Mean(_pooling.Forward(prepared[_levels..], regions, MemoryFormat.Contiguous))));
    }

    internal override (GraphValue Logits, GraphValue Deltas) Export(DetectorGraph detector, TracedValue[] levels, RegionGraph regions)
    {
        var maps = detector.Network.Trace(Prepare, levels);
        return (_pooling.ExportVotes(detector, maps[.._levels], regions), _pooling.ExportVotes(detector, maps[_levels..], regions));
    }

    private static Tensor Mean(Tensor votes) => votes.Mean([2, 3]);
}
