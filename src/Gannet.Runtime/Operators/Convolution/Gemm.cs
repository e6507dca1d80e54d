// Shapes: A [M, D], B [D, K], C stretched to [M, K].
using System.Numerics;
using System.Runtime.InteropServices;
using Gannet.Kernels.Convolution;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>alpha · A · B + beta · C: a fully connected layer.</summary>
internal sealed class Gemm : IOperator
{
    private const int B = 1, C = 2;

    private readonly float _alpha, _beta;
    private readonly bool _transposesA, _transposesB;
    private readonly OutputActivation _activation;
    private readonly PackedConvolution? _packed;
    private readonly bool _hasPackedBias;

    public Gemm(NodeDefinition definition)
    {
        (_alpha, _beta) = (definition.Attributes.Number("alpha", 1), definition.Attributes.Number("beta", 1));
        (_transposesA, _transposesB) = (definition.Attributes.Flag("transA"), definition.Attributes.Flag("transB"));
        _activation = definition.Activation;
        if (definition.Constant(B) is not { Type: OnnxElementType.Float, Rank: 2, Count: > 0 } matrix) return;
        definition.TakeConstant(B);
        var (depth, columns) = _transposesB ? (matrix.Shape[1], matrix.Shape[0]) : (matrix.Shape[0], matrix.Shape[1]);
        var bias = definition.Has(C) ? BiasOf(definition.Constant(C), columns) : [];
        _hasPackedBias = bias is not null;
        if (_hasPackedBias) definition.TakeConstant(C);
        var values = _alpha == 1 ? matrix.Elements<float>() : Array.ConvertAll(matrix.Elements<float>().ToArray(), v => v * _alpha);
        _packed = MatrixProduct.Pack(values, depth, columns, _transposesB, bias);
    }

    public void Run(NodeRun node)
    {
        var a = node.RowMajor(0);
        if (a.Rank != 2) throw new InvalidDataException($"the input {a} is no matrix");
        var y = a.Type switch
        {
            OnnxElementType.Float => Multiply<float>(node, a),
            OnnxElementType.Double => Multiply<double>(node, a),
            OnnxElementType.Int32 => Multiply<int>(node, a),
            OnnxElementType.Int64 => Multiply<long>(node, a),
            _ => throw new InvalidDataException($"products of {a} are not supported"),
        };
        if (!_hasPackedBias && node.Has(C) && _beta != 0) Add(node, node.RowMajor(C), y);
        if (!_hasPackedBias) MapConvolution.Activate(y, _activation);
        node.Set(0, y);
    }

    private Tensor Multiply<T>(NodeRun node, Tensor a) where T : unmanaged, INumber<T>
    {
        var (rows, depth) = _transposesA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var matrix = _packed is null ? node.RowMajor(B) : null;
        var (needed, columns) = matrix is null ? (_packed!.Shape.Inputs, _packed.Shape.Outputs)
            : matrix.Rank != 2 ? throw new InvalidDataException($"the input {matrix} is no matrix")
            : _transposesB ? (matrix.Shape[1], matrix.Shape[0]) : (matrix.Shape[0], matrix.Shape[1]);
        if (depth != needed) throw new InvalidDataException($"rows of {depth} cannot be multiplied with columns of {needed}");
        var left = a.Elements<T>();
        if (_transposesA)
        {
            var turned = new T[left.Length];
            MatrixProduct.Transpose(left, depth, rows, turned);
            left = turned;
        }

        var y = node.Rent(a.Type, [rows, columns]);
        if (_packed is not null)
        {
            MatrixProduct.Run(_packed, AsFloats(left), rows, y.Elements<float>(), _hasPackedBias ? _activation : OutputActivation.None);
            return y;
        }

        var right = matrix!.Elements<T>();
        if (_transposesB)
        {
            var turned = new T[right.Length];
            MatrixProduct.Transpose(right, columns, depth, turned);
            right = turned;
        }

        MatrixProduct.Run<T>(left, right, rows, depth, columns, y.Elements<T>());
        Scale(y, _alpha);
        return y;
    }

    private static Span<float> AsFloats<T>(Span<T> values) where T : unmanaged => MemoryMarshal.Cast<T, float>(values);

    private void Add(NodeRun node, Tensor c, Tensor y)
    {
        var scaled = node.Rent(c.Type, c.Shape);
        c.Bytes.CopyTo(scaled.Bytes);
        Scale(scaled, _beta);
        if (!TensorShape.Broadcast(y.Shape, c.Shape).AsSpan().SequenceEqual(y.Shape)) throw new InvalidDataException($"the addend {c} does not fit {y}");
        BinaryLoop<Addition>.Run(y, scaled, y);
        scaled.Release();
    }

    private static void Scale(Tensor tensor, float factor)
    {
        if (factor == 1) return;
        var factors = Tensor.Unpooled(tensor.Type, []);
        Cast.Convert(Tensor.Of([factor], []), factors);
        BinaryLoop<Multiplication>.Run(tensor, factors, tensor);
    }

    // The addend as one number per column; null if it is not constant or differs between rows.
    private float[]? BiasOf(Tensor? c, int columns)
    {
        if (c is not { Type: OnnxElementType.Float } || c.Count != (c.Rank > 0 ? c.Shape[^1] : 1) || (c.Count != 1 && c.Count != columns)) return null;
        var values = c.Elements<float>();
        var bias = new float[columns];
        for (var k = 0; k < columns; k++) bias[k] = _beta * values[values.Length == 1 ? 0 : k];
        return bias;
    }
}
