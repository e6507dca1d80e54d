// Shapes: A [M, D], B [D, K], C stretched to [M, K].
using System.Numerics;
using Gannet.Runtime.Operators.Elementwise;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>alpha · A · B + beta · C, for matrices that are not known before the graph runs.</summary>
internal sealed class Gemm(NodeDefinition definition) : IOperator
{
    private const int B = 1, C = 2;

    private readonly float _alpha = definition.Attributes.Number("alpha", 1), _beta = definition.Attributes.Number("beta", 1);
    private readonly bool _transposesA = definition.Attributes.Flag("transA"), _transposesB = definition.Attributes.Flag("transB");

    public void Run(NodeRun node)
    {
        var (a, b) = (node.RowMajor(0), node.RowMajor(B));
        if (a.Rank != 2 || b.Rank != 2 || a.Type != b.Type) throw new InvalidDataException($"{a} and {b} are not two matrices of one type");
        var y = a.Type switch
        {
            OnnxElementType.Float => Multiply<float>(node, a, b),
            OnnxElementType.Double => Multiply<double>(node, a, b),
            OnnxElementType.Int32 => Multiply<int>(node, a, b),
            OnnxElementType.Int64 => Multiply<long>(node, a, b),
            _ => throw new InvalidDataException($"products of {a} are not supported"),
        };
        if (node.Has(C) && _beta != 0) Add(node, node.RowMajor(C), _beta, y);
        MapConvolution.Activate(y, definition.Activation);
        node.Set(0, y);
    }

    /// <summary>Adds a multiple of an addend, which is stretched.</summary>
    public static void Add(NodeRun node, Tensor c, float beta, Tensor y)
    {
        if (c.Type != y.Type || !TensorShape.Broadcast(y.Shape, c.Shape).AsSpan().SequenceEqual(y.Shape))
            throw new InvalidDataException($"the addend {c} does not fit {y}");
        var scaled = node.Rent(c.Type, c.Shape);
        c.Bytes.CopyTo(scaled.Bytes);
        Scale(scaled, beta);
        BinaryLoop<Addition>.Run(y, scaled, y);
        scaled.Release();
    }

    private Tensor Multiply<T>(NodeRun node, Tensor a, Tensor b) where T : unmanaged, INumber<T>
    {
        var (rows, depth) = _transposesA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var (needed, columns) = _transposesB ? (b.Shape[1], b.Shape[0]) : (b.Shape[0], b.Shape[1]);
        if (depth != needed) throw new InvalidDataException($"rows of {depth} cannot be multiplied with columns of {needed}");
        var left = _transposesA ? Transposed(a.Elements<T>(), depth, rows) : a.Elements<T>();
        var right = _transposesB ? Transposed(b.Elements<T>(), columns, depth) : b.Elements<T>();
        var y = node.Rent(a.Type, [rows, columns]);
        MatrixProduct.Run<T>(left, right, rows, depth, columns, y.Elements<T>());
        Scale(y, _alpha);
        return y;
    }

    private static Span<T> Transposed<T>(Span<T> matrix, int rows, int columns) where T : unmanaged
    {
        var transposed = new T[matrix.Length];
        MatrixProduct.Transpose(matrix, rows, columns, transposed);
        return transposed;
    }

    private static void Scale(Tensor tensor, float factor)
    {
        if (factor == 1) return;
        var factors = Tensor.Unpooled(tensor.Type, []);
        Cast.Convert(Tensor.Of([factor], []), factors);
        BinaryLoop<Multiplication>.Run(tensor, factors, tensor);
    }
}
