// Shapes: R rows of D features in, K features out; or R maps [C, H, W] with C · H · W = D.
using Gannet.Kernels.Convolution;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>alpha · A · B + beta · C with a known B: a fully connected layer, whose weights are laid out once.</summary>
/// <remarks>Maps with channels last are read as they are: the layer is a convolution as large as the map.</remarks>
internal sealed class FullyConnected : IOperator
{
    private const int B = 1, C = 2;

    private readonly NodeDefinition _definition;
    private readonly int _depth, _columns;
    private readonly float[]? _bias; // null if what is added differs between rows or is not known
    private readonly Lock _packing = new();
    private Tensor? _weights; // [K, D], until they are packed
    private PackedConvolution? _packed;

    private FullyConnected(NodeDefinition definition, Tensor matrix)
    {
        _definition = definition;
        var isTransposed = definition.Attributes.Flag("transB");
        (_depth, _columns) = isTransposed ? (matrix.Shape[1], matrix.Shape[0]) : (matrix.Shape[0], matrix.Shape[1]);
        var alpha = definition.Attributes.Number("alpha", 1);
        _weights = isTransposed && alpha == 1 ? matrix : Prepare(matrix, isTransposed, alpha);
        definition.TakeConstant(B);
        _bias = definition.Has(C) ? BiasOf(definition.Constant(C)) : [];
        if (_bias is not null) definition.TakeConstant(C);
        // At loading if possible: raw and packed weights need not both be there while a picture is run. A wrong guess costs a conversion.
        if (!definition.FlattensInput) Pack(new(_depth, _columns));
        else if (definition.FlattenedSize is var (height, width) && height > 0 && width > 0 && _depth % ((long)height * width) == 0) Pack(new(_depth / (height * width), _columns, height, width));
    }

    /// <summary>A layer if the right side is known, else a general product.</summary>
    public static IOperator Of(NodeDefinition definition) =>
        definition.Constant(B) is { Type: OnnxElementType.Float, Rank: 2, Count: > 0 } matrix ? new FullyConnected(definition, matrix) : new Gemm(definition);

    public void Run(NodeRun node)
    {
        var x = node.Input(0);
        var isMap = _definition.FlattensInput && x is { Layout: MapLayout.ChannelsLast, Rank: 4, Count: > 0 };
        var y = isMap ? MultiplyMaps(node, x) : MultiplyRows(node);
        if (_bias is null)
        {
            Gemm.Add(node, node.RowMajor(C), _definition.Attributes.Number("beta", 1), y);
            MapConvolution.Activate(y, _definition.Activation);
        }

        node.Set(0, y);
    }

    private Tensor MultiplyMaps(NodeRun node, Tensor x)
    {
        var shape = new ConvolutionShape(x.Shape[1], _columns, x.Shape[2], x.Shape[3]);
        Check(x, (long)shape.Inputs * shape.KernelHeight * shape.KernelWidth);
        return Pack(shape).Shape == shape ? Multiply(node, x, x.Shape[0]) : MultiplyRows(node);
    }

    private Tensor MultiplyRows(NodeRun node)
    {
        var x = node.RowMajor(0);
        var (rows, depth) = x.Shape switch
        {
            [var height, var width] when _definition.Attributes.Flag("transA") => (width, height),
            [var height, var width] => (height, width),
            [var height, .. var rest] when _definition.FlattensInput => (height, TensorShape.Product(rest)),
            _ => throw new InvalidDataException($"the input {x} is no matrix"),
        };
        Check(x, depth);
        if (!_definition.Attributes.Flag("transA")) return MultiplyRows(node, x, rows);
        var turned = node.Rent(x.Type, [rows, depth]);
        MatrixProduct.Transpose(x.Elements<float>(), depth, rows, turned.Elements<float>());
        var y = MultiplyRows(node, turned, rows);
        turned.Release();
        return y;
    }

    // Weights that were packed for maps expect the features in the order of maps.
    private Tensor MultiplyRows(NodeRun node, Tensor x, int rows)
    {
        var shape = Pack(new(_depth, _columns)).Shape;
        if (shape is { KernelHeight: 1, KernelWidth: 1 }) return Multiply(node, x, rows);
        var maps = x.View([rows, shape.Inputs, shape.KernelHeight, shape.KernelWidth]);
        var turned = node.Convert(maps, MapLayout.ChannelsLast);
        maps.Release();
        var y = Multiply(node, turned, rows);
        turned.Release();
        return y;
    }

    private Tensor Multiply(NodeRun node, Tensor x, int rows)
    {
        var y = node.Rent(OnnxElementType.Float, [rows, _columns]);
        var activation = _bias is null ? OutputActivation.None : _definition.Activation;
        if (rows > 0) _packed!.Run(x.Elements<float>(), rows, _packed.Shape.KernelHeight, _packed.Shape.KernelWidth, y.Elements<float>(), default, activation);
        return y;
    }

    private void Check(Tensor x, long depth)
    {
        if (depth != _depth) throw new InvalidDataException($"the input {x} does not have {_depth} features");
    }

    // Once, for what comes first: maps have the same size in all runs, unless someone plays tricks.
    private PackedConvolution Pack(ConvolutionShape shape)
    {
        lock (_packing)
        {
            if (_packed is not null) return _packed;
            _packed = PackedConvolution.Create(shape, _weights!.Elements<float>(), _bias ?? []);
            _weights = null;
            return _packed;
        }
    }

    private Tensor Prepare(Tensor matrix, bool isTransposed, float alpha)
    {
        var weights = Tensor.Unpooled(OnnxElementType.Float, [_columns, _depth]);
        if (isTransposed) matrix.Elements<float>().CopyTo(weights.Elements<float>());
        else MatrixProduct.Transpose(matrix.Elements<float>(), _depth, _columns, weights.Elements<float>());
        foreach (ref var weight in weights.Elements<float>()) weight *= alpha;
        return weights;
    }

    // The addend as one number per column; null if it is not constant or differs between rows.
    private float[]? BiasOf(Tensor? c)
    {
        if (c is not { Type: OnnxElementType.Float } || c.Count != (c.Rank > 0 ? c.Shape[^1] : 1) || (c.Count != 1 && c.Count != _columns)) return null;
        var (values, beta) = (c.Elements<float>().ToArray(), _definition.Attributes.Number("beta", 1));
        return [.. Enumerable.Range(0, _columns).Select(k => beta * values[values.Length == 1 ? 0 : k])];
    }
}
