// Shapes: N images, K regions per image, R regions of all images, C channels, S bins per side.
using Gannet.Detection.Export;
using Gannet.Detection.Necks;
using Gannet.Kernels.RoiPooling;
using Gannet.Runtime.Format;
using DataType = Gannet.Runtime.Format.TensorProto.Types.DataType;

namespace Gannet.Detection.RoiPooling;

/// <summary>The regions of an exported graph.</summary>
/// <param name="Boxes"><c>[R, 4]</c>, in pixels of the input.</param>
/// <param name="Images">The image of each: <c>[R]</c> integers.</param>
/// <param name="Count">R where shapes are fixed.</param>
internal sealed record RegionGraph(GraphValue Boxes, GraphValue Images, int Count)
{
    /// <summary>The regions of all images in order.</summary>
    /// <param name="detector">The graph.</param>
    /// <param name="boxes"><c>[N, K, 4]</c>.</param>
    /// <param name="perImage">K where shapes are fixed.</param>
    public static RegionGraph Of(DetectorGraph detector, GraphValue boxes, int perImage)
    {
        var graph = detector.Graph;
        var flat = graph.Reshape(boxes, -1, 4);
        if (!detector.IsFixed)
            return new(flat, graph.Reshape(graph.Expand(graph.Unsqueeze(graph.Count(detector.Images), 1), graph.Shape(boxes, 0, 2)), -1), 0);
        var count = detector.Options.BatchSize * perImage;
        return new(flat, graph.Constant<long>([.. Enumerable.Range(0, count).Select(k => (long)(k / perImage))], [count], "regions.images"), count);
    }
}

/// <summary>Writes <see cref="RegionPooling"/> as a graph.</summary>
internal sealed class PoolingGraph(IReadOnlyList<FeatureLevel> levels, RegionOptions options, DetectorGraph detector)
{
    private readonly GraphBuilder _graph = detector.Graph;

    /// <summary>Adds the pooling: <c>[R, C, S, S]</c>.</summary>
    /// <param name="maps">The feature maps, finest first.</param>
    /// <param name="regions">The regions.</param>
    public GraphValue Add(TracedValue[] maps, RegionGraph regions)
    {
        _graph.Section("pooling");
        if (maps.Length == 1) return Pool(maps[0].Value, 0, regions);
        var level = LevelsOf(regions.Boxes);
        return detector.IsFixed ? FromEveryLevel(maps, regions, level) : FromOwnLevel(maps, regions, level);
    }

    // All regions are pooled from all levels, of which one is taken: more work, but every shape is known.
    private GraphValue FromEveryLevel(TracedValue[] maps, RegionGraph regions, GraphValue level)
    {
        var pooled = Pool(maps[0].Value, 0, regions);
        for (var k = 1; k < maps.Length; k++)
        {
            var isHere = _graph.Reshape(_graph.Equal(level, _graph.Number((long)k)), -1, 1, 1, 1);
            pooled = _graph.Where(isHere, Pool(maps[k].Value, k, regions), pooled);
        }

        return pooled;
    }

    private GraphValue FromOwnLevel(TracedValue[] maps, RegionGraph regions, GraphValue level)
    {
        var (members, pooled) = (new GraphValue[maps.Length], new GraphValue[maps.Length]);
        for (var k = 0; k < maps.Length; k++)
        {
            members[k] = _graph.Reshape(_graph.Node("NonZero", [_graph.Equal(level, _graph.Number((long)k))]), -1);
            pooled[k] = Pool(maps[k].Value, k, new(_graph.Gather(regions.Boxes, members[k]), _graph.Gather(regions.Images, members[k]), 0));
        }

        // Back in the regions' order. Written over zeros: an engine may write over its input, which must not be the order itself.
        var order = _graph.Concat(0, members);
        var places = _graph.Node("ScatterElements", [_graph.Filled(_graph.Shape(order), 0L), order, _graph.Count(_graph.Length(order, 0))]);
        return _graph.Gather(_graph.Concat(0, pooled), places);
    }

    // PyramidLevelRule without a logarithm: a level begins where the side of an equally large square reaches a limit.
    private GraphValue LevelsOf(GraphValue boxes)
    {
        var sides = _graph.Subtract(_graph.Slice(boxes, 1, 2), _graph.Slice(boxes, 1, 0, 2));
        var size = _graph.Node("Sqrt", [_graph.Multiply(_graph.At(sides, 1, 0), _graph.At(sides, 1, 1))]);
        var level = IsAtLeast(1);
        for (var k = 2; k < levels.Count; k++) level = _graph.Add(level, IsAtLeast(k));
        return level;

        GraphValue IsAtLeast(int k) => _graph.Cast(_graph.AtLeast(size, _graph.Number(PyramidLevelRule.LowestSide(RegionPlacer.Number(levels[k]), options.LevelRounding))), DataType.Int64);
    }

    private GraphValue Pool(GraphValue map, int level, RegionGraph regions)
    {
        var boxes = _graph.Add(regions.Boxes, -levels[level].Origin);
        var scale = 1f / levels[level].Stride;
        return options.Kind switch
        {
            PoolingKind.RoiAlign => _graph.Node("RoiAlign", [map, boxes, regions.Images],
                ("output_height", (long)options.Size), ("output_width", (long)options.Size), ("sampling_ratio", (long)options.SamplingRatio),
                ("spatial_scale", scale), ("coordinate_transformation_mode", options.Aligned ? "half_pixel" : "output_half_pixel")),
            PoolingKind.RoiPool => _graph.Node("MaxRoiPool", [map, _graph.Concat(1, _graph.Unsqueeze(_graph.Cast(regions.Images, DataType.Float), 1), boxes)],
                ("pooled_shape", new long[] { options.Size, options.Size }), ("spatial_scale", scale)),
            _ => throw new NotSupportedException($"regions.kind {options.Kind} has no ONNX form here; use roi_align or roi_pool."),
        };
    }
}
