// Shapes: N images, C channels, H × W cells, R regions, P × Q bins.
using Gannet.Kernels.RoiPooling;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Regions;

/// <summary>RoIAlign: the mean or the maximum of bilinear samples in each bin of each region.</summary>
internal sealed unsafe class RoiAlignOperator : IOperator
{
    private readonly int _height, _width, _samples;
    private readonly float _scale;
    private readonly bool _isAligned, _isMaximum;

    public RoiAlignOperator(NodeDefinition definition)
    {
        var attributes = definition.Attributes;
        (_height, _width) = (attributes.Int32("output_height", 1), attributes.Int32("output_width", 1));
        (_samples, _scale) = (attributes.Int32("sampling_ratio", 0), attributes.Number("spatial_scale", 1));
        // Before version 16 regions are not shifted by half a cell.
        _isAligned = definition.Opset >= 16 && attributes.Text("coordinate_transformation_mode", "half_pixel") switch
        {
            "half_pixel" => true,
            "output_half_pixel" => false,
            var mode => throw new InvalidDataException($"the coordinates '{mode}' are unknown"),
        };
        _isMaximum = attributes.Text("mode", "avg") switch
        {
            "avg" => false,
            "max" => true,
            var mode => throw new InvalidDataException($"the mode '{mode}' is unknown"),
        };
        if (_height < 1 || _width < 1 || _samples is < 0 or > 1024 || !float.IsFinite(_scale) || _scale <= 0)
            throw new InvalidDataException("bins, samples or scale are out of range");
    }

    public void Run(NodeRun node)
    {
        var map = node.ChannelsLast(0);
        if (map.Type != OnnxElementType.Float) throw new InvalidDataException($"pooling {map} is not supported");
        var regions = RegionReader.Read(node.RowMajor(1), node.RowMajor(2), map.Shape[0]);
        var result = node.Rent(map.Type, [regions.Length, map.Shape[1], _height, _width], MapLayout.ChannelsLast);
        if (result.Count > 0 && map.Count == 0) throw new InvalidDataException($"{map} has nothing to pool");
        if (result.Count > 0) Pool(map, regions, result);
        node.Set(0, result);
    }

    private void Pool(Tensor map, PlacedRegion[] regions, Tensor result)
    {
        var features = new FeatureMap(map.Address<float>(), map.Shape[2], map.Shape[3], map.Shape[1], _scale);
        if (_isMaximum || _height != _width) SampledPooling.Run(features, regions, (_height, _width), _samples, _isAligned, _isMaximum, result.Address<float>());
        else RoiAlign.Forward([features], regions, new(_height, _samples, _isAligned), result.Address<float>(), channelsLast: true);
        GC.KeepAlive(map);
        GC.KeepAlive(result);
    }
}
