using Gannet.Detection.Explanation;
using Gannet.Detection.Export;
using Gannet.Detection.Necks;
using Gannet.Kernels.RoiPooling;
using Gannet.Runtime.Format;
using Gannet.Torch;

namespace Gannet.Detection.RoiPooling;

/// <summary>Pools the features of each region from the map that fits its size; differentiable in the maps.</summary>
/// <param name="levels">Positions of each map's cells, finest first.</param>
/// <param name="options">The kind and size of pooling.</param>
public sealed class RegionPooling(IReadOnlyList<FeatureLevel> levels, RegionOptions options)
{
    private readonly RoiAlignOptions _align = new(options.Size, options.SamplingRatio, options.Aligned);
    private readonly RegionPlacer _placer = new(levels, options.LevelRounding);

    /// <summary>Pools the regions of each image, in order: <c>[R, C, S, S]</c>, or <c>[R, C/S², S, S]</c> if position-sensitive.</summary>
    /// <param name="maps">The feature maps, each <c>[N, C, H, W]</c>.</param>
    /// <param name="regions">For each image, in pixels of the input.</param>
    /// <param name="format">Memory order of the result.</param>
    public Tensor Forward(Tensor[] maps, IReadOnlyList<Box[]> regions, MemoryFormat format)
    {
        ArgumentNullException.ThrowIfNull(maps);
        ArgumentNullException.ThrowIfNull(regions);
        var placed = _placer.Place(regions);
        var pooled = options.Kind == PoolingKind.RoiAlign && maps[0].Device.IsCuda
            ? ComposedRoiAlign.Apply(maps, _placer.Scales, placed, _align, format)
            : PooledFunction.Apply(maps, _placer.Scales, placed, Passes(maps), format);
        DetectionTrace.Current?.Add(PoolingTrace.Of(placed, pooled, options.Size));
        return pooled;
    }

    /// <summary>Bins per side, S.</summary>
    internal int Size => options.Size;

    /// <summary>Adds the pooling to a graph: <c>[R, C, S, S]</c>.</summary>
    internal GraphValue Export(DetectorGraph detector, TracedValue[] maps, RegionGraph regions) => new PoolingGraph(levels, options, detector).Add(maps, regions);

    /// <summary>Adds the pooling to a graph, with samples of its result to trace the layers after it.</summary>
    /// <param name="detector">The graph.</param>
    /// <param name="maps">The feature maps.</param>
    /// <param name="regions">The regions.</param>
    /// <param name="format">Memory order that the layers expect.</param>
    internal TracedValue ExportTraced(DetectorGraph detector, TracedValue[] maps, RegionGraph regions, MemoryFormat format) =>
        new(Export(detector, maps, regions), detector.Samples(regions.Count, [maps[0].Length(1), Size, Size], format));

    /// <summary>Adds position-sensitive pooling to a graph, with the mean of the bins: <c>[R, C/S²]</c>.</summary>
    internal GraphValue ExportVotes(DetectorGraph detector, TracedValue[] maps, RegionGraph regions) => new VoteGraph(levels, options, detector).Add(maps, regions);

    private PoolingPasses Passes(Tensor[] maps) => options.Kind switch
    {
        PoolingKind.RoiAlign => PoolingPasses.Of(_align),
        PoolingKind.RoiPool => PoolingPasses.RoiPool(options.Size, isLearning: maps.Any(static map => map.RequiresGrad)),
        PoolingKind.CropAndResize => PoolingPasses.Of(Crop(maps[0])),
        PoolingKind.PsRoiPool => PoolingPasses.Of(new PsRoiPoolOptions(options.Size)),
        PoolingKind.PsRoiAlign => PoolingPasses.Of(new PsRoiAlignOptions(options.Size, options.SamplingRatio)),
        _ => throw new ArgumentOutOfRangeException(nameof(maps), options.Kind, "unknown pooling"),
    };

    // Its boxes are fractions of the whole input, which the finest map covers.
    private CropAndResizeOptions Crop(Tensor finest) =>
        new(options.Size, (int)finest.Shape[2] * levels[0].Stride, (int)finest.Shape[3] * levels[0].Stride);
}
