// Shapes: N images, C channels, H × W cells, R regions, S × S bins.
using Gannet.Kernels.RoiPooling;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Regions;

/// <summary>RoI max pooling (Girshick 2015), on square grids of bins.</summary>
internal sealed unsafe class MaxRoiPool : IOperator
{
    private readonly int _size;
    private readonly float _scale;

    public MaxRoiPool(NodeDefinition definition)
    {
        _size = definition.Attributes.RequiredIntegers("pooled_shape") is [var height, var width] && height == width && height is > 0 and < 1024
            ? (int)height
            : throw new InvalidDataException("only square grids of bins are supported");
        _scale = definition.Attributes.Number("spatial_scale", 1);
        if (!float.IsFinite(_scale) || _scale <= 0) throw new InvalidDataException($"the scale {_scale} is out of range");
    }

    public void Run(NodeRun node)
    {
        var map = node.ChannelsLast(0);
        if (map.Type != OnnxElementType.Float) throw new InvalidDataException($"pooling {map} is not supported");
        var regions = RegionReader.Read(node.RowMajor(1), null, map.Shape[0]);
        var result = node.Rent(map.Type, [regions.Length, map.Shape[1], _size, _size], MapLayout.ChannelsLast);
        if (result.Count > 0 && map.Count == 0) throw new InvalidDataException($"{map} has nothing to pool");
        if (result.Count > 0)
        {
            var features = new FeatureMap(map.Address<float>(), map.Shape[2], map.Shape[3], map.Shape[1], _scale);
            RoiPool.Forward([features], regions, _size, result.Address<float>(), null, channelsLast: true);
        }

        GC.KeepAlive(map);
        node.Set(0, result);
    }
}
