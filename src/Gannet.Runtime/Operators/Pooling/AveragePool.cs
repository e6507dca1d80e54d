using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>The mean of each window.</summary>
internal sealed class AveragePool(NodeDefinition definition) : IOperator
{
    private readonly SlidingWindow _window = new(definition.Attributes, definition.Attributes.RequiredIntegers("kernel_shape"));
    private readonly bool _countsPadding = definition.Attributes.Flag("count_include_pad");

    public void Run(NodeRun node)
    {
        if (_window.Axes == 2)
        {
            var map = node.ChannelsLast(0);
            var pooled = node.Rent(map.Type, _window.OutputShape(map.Shape, map.Shape[1]), MapLayout.ChannelsLast);
            MapPooling<Total>.Run(map, _window, pooled, _countsPadding
                ? static (rows, columns) => rows.PaddedCount * columns.PaddedCount
                : static (rows, columns) => rows.Count * columns.Count);
            node.Set(0, pooled);
            return;
        }

        var x = node.RowMajor(0);
        var y = node.Rent(x.Type, _window.OutputShape(x.Shape, x.Shape.Length > 1 ? x.Shape[1] : 0));
        VolumePooling.Mean(x, _window, y, _countsPadding);
        node.Set(0, y);
    }
}
