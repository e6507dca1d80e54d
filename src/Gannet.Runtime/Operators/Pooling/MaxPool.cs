using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>The greatest element in each window, and where it is if asked for.</summary>
internal sealed class MaxPool(NodeDefinition definition) : IOperator
{
    private readonly SlidingWindow _window = new(definition.Attributes, definition.Attributes.RequiredIntegers("kernel_shape"));
    private readonly bool _countsColumnsFirst = definition.Attributes.Flag("storage_order");

    public void Run(NodeRun node)
    {
        if (_window.Axes == 2 && !node.IsNeeded(1) && node.Input(0).Type == OnnxElementType.Float)
        {
            var map = node.ChannelsLast(0);
            var pooled = node.Rent(map.Type, _window.OutputShape(map.Shape, map.Shape[1]), MapLayout.ChannelsLast);
            MapPooling<Greatest>.Run(map, _window, pooled, null);
            node.Set(0, pooled);
            return;
        }

        var x = node.RowMajor(0);
        var y = node.Rent(x.Type, _window.OutputShape(x.Shape, x.Shape.Length > 1 ? x.Shape[1] : 0));
        var places = node.Rent(OnnxElementType.Int64, y.Shape);
        switch (x.Type)
        {
            case OnnxElementType.Float:
                VolumePooling.Greatest<float>(x, _window, y, places.Elements<long>(), _countsColumnsFirst);
                break;
            case OnnxElementType.Double:
                VolumePooling.Greatest<double>(x, _window, y, places.Elements<long>(), _countsColumnsFirst);
                break;
            case OnnxElementType.UInt8:
                VolumePooling.Greatest<byte>(x, _window, y, places.Elements<long>(), _countsColumnsFirst);
                break;
            case OnnxElementType.Int8:
                VolumePooling.Greatest<sbyte>(x, _window, y, places.Elements<long>(), _countsColumnsFirst);
                break;
            default:
                throw new InvalidDataException($"pooling {x} is not supported");
        }

        node.Set(0, y);
        node.Set(1, places);
    }
}
