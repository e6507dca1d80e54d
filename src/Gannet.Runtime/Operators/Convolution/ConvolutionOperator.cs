using Gannet.Kernels.Convolution;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>A convolution over one, two or three axes, with the addition and activation that were fused into it.</summary>
internal sealed class ConvolutionOperator : IOperator
{
    private const int Weights = 1, Bias = 2;

    private readonly NodeDefinition _definition;
    private readonly int _groups;
    private readonly MapConvolution? _packed;

    public ConvolutionOperator(NodeDefinition definition)
    {
        (_definition, _groups) = (definition, definition.Attributes.Int32("group", 1));
        // Weights that are computed while the graph runs are packed at each run.
        if (definition.Constant(Weights) is not { Type: OnnxElementType.Float, Rank: 3 or 4 } weights) return;
        if (definition.Has(Bias) && definition.Constant(Bias) is null) return;
        var bias = definition.TakeConstant(Bias);
        _packed = definition.Share((weights, bias, _groups, Window(weights).ToString()), () => Pack(weights, bias));
        definition.TakeConstant(Weights);
    }

    public void Run(NodeRun node)
    {
        var rank = node.Input(0).Rank;
        var addend = _definition.HasMergedInput ? node.Input(_definition.InputCount) : null;
        if (rank is not (3 or 4))
        {
            Finish(node, DirectConvolution.Run(node, Window(node.RowMajor(Weights)), _groups), addend);
            return;
        }

        var packed = _packed ?? Pack(node.RowMajor(Weights), node.OptionalRowMajor(Bias));
        if (rank == 3)
        {
            Finish(node, RunOnRows(node, packed), addend);
            return;
        }

        var map = node.ChannelsLast(0);
        if (addend is null)
        {
            node.Set(0, packed.Run(node, map, _definition.Activation));
        }
        else if (packed.HasOutputShape(addend, map))
        {
            node.Set(0, packed.Run(node, map, _definition.Activation, _definition.InputCount));
        }
        else
        {
            Finish(node, packed.Run(node, map, OutputActivation.None), addend);
        }
    }

    private SlidingWindow Window(Tensor weights)
    {
        if (weights.Rank < 3) throw new InvalidDataException($"the weights {weights} have too few axes");
        var kernel = _definition.Attributes.Integers("kernel_shape") ?? Array.ConvertAll(weights.Shape[2..], static k => (long)k);
        if (!kernel.SequenceEqual(weights.Shape[2..].Select(static k => (long)k)))
            throw new InvalidDataException($"the weights {weights} do not have the kernel [{string.Join(", ", kernel)}]");
        return new(_definition.Attributes, kernel);
    }

    private MapConvolution Pack(Tensor weights, Tensor? bias)
    {
        var window = Window(weights);
        if (bias is not null && bias.Count != weights.Shape[0]) throw new InvalidDataException($"the bias {bias} should have {weights.Shape[0]} numbers");
        return new(weights.Rank == 3 ? window.AsRow() : window, _groups, weights.Rank == 3 ? AsRow(weights) : weights, bias is null ? default : bias.Elements<float>());
    }

    // [N, C, W] as maps with one row.
    private static Tensor RunOnRows(NodeRun node, MapConvolution packed)
    {
        var row = AsRow(node.RowMajor(0));
        var map = node.Convert(row, MapLayout.ChannelsLast);
        row.Release();
        var result = packed.Run(node, map, OutputActivation.None);
        map.Release();
        var rows = node.Convert(result, MapLayout.RowMajor);
        result.Release();
        var flat = rows.View([rows.Shape[0], rows.Shape[1], rows.Shape[3]]);
        rows.Release();
        return flat;
    }

    private static Tensor AsRow(Tensor tensor) => tensor.View([tensor.Shape[0], tensor.Shape[1], 1, tensor.Shape[2]]);

    private void Finish(NodeRun node, Tensor result, Tensor? addend)
    {
        if (addend is not null)
        {
            var target = BroadcastLayout.Of(result, addend);
            var sum = node.Rent(OnnxElementType.Float, target.Shape, target.Layout);
            BinaryLoop<Addition>.Run(result, addend, sum);
            result.Release();
            result = sum;
        }

        MapConvolution.Activate(result, _definition.Activation);
        node.Set(0, result);
    }
}
