// Shapes: A […, M, D], B […, D, K]; the axes in front are stretched to each other.
using System.Numerics;
using Gannet.Kernels.Convolution;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>Products of matrices, or of stacks of them; a vector is a row on the left and a column on the right.</summary>
internal sealed class MatMul : IOperator
{
    private readonly PackedConvolution? _packed;

    public MatMul(NodeDefinition definition)
    {
        if (definition.Constant(1) is not { Type: OnnxElementType.Float, Rank: 2, Count: > 0 } matrix) return;
        definition.TakeConstant(1);
        _packed = MatrixProduct.Pack(matrix.Elements<float>(), matrix.Shape[0], matrix.Shape[1], isTransposed: false);
    }

    public void Run(NodeRun node)
    {
        var a = node.RowMajor(0);
        if (_packed is not null)
        {
            node.Set(0, Multiply(node, a, _packed));
            return;
        }

        var b = node.RowMajor(1);
        if (a.Type != b.Type) throw new InvalidDataException($"the operands {a} and {b} have different types");
        node.Set(0, a.Type switch
        {
            OnnxElementType.Float => Multiply<float>(node, a, b),
            OnnxElementType.Double => Multiply<double>(node, a, b),
            OnnxElementType.Int32 => Multiply<int>(node, a, b),
            OnnxElementType.Int64 => Multiply<long>(node, a, b),
            _ => throw new InvalidDataException($"products of {a} are not supported"),
        });
    }

    private static Tensor Multiply(NodeRun node, Tensor a, PackedConvolution packed)
    {
        if (a.Rank == 0 || a.Shape[^1] != packed.Shape.Inputs) throw new InvalidDataException($"the rows of {a} should have {packed.Shape.Inputs} numbers");
        var y = node.Rent(a.Type, [.. a.Shape[..^1], packed.Shape.Outputs]);
        MatrixProduct.Run(packed, a.Elements<float>(), a.Count / packed.Shape.Inputs, y.Elements<float>());
        return y;
    }

    private static Tensor Multiply<T>(NodeRun node, Tensor a, Tensor b) where T : unmanaged, INumber<T>
    {
        if (a.Rank == 0 || b.Rank == 0) throw new InvalidDataException("a single number cannot be multiplied as a matrix");
        int[] left = a.Rank == 1 ? [1, a.Shape[0]] : a.Shape, right = b.Rank == 1 ? [b.Shape[0], 1] : b.Shape;
        var (rows, depth, columns) = (left[^2], left[^1], right[^1]);
        if (right[^2] != depth) throw new InvalidDataException($"the shapes {a} and {b} cannot be multiplied");
        var stack = TensorShape.Broadcast(left[..^2], right[..^2]);
        int[] ofRow = a.Rank == 1 ? [] : [rows], ofColumn = b.Rank == 1 ? [] : [columns];
        var y = node.Rent(a.Type, [.. stack, .. ofRow, .. ofColumn]);
        if (y.Count == 0) return y;
        var valuesA = a.Elements<T>();
        var valuesB = b.Elements<T>();
        var values = y.Elements<T>();
        var count = TensorShape.Product(stack);
        var cursor = new RowCursor([.. stack, 1], [[.. StackSteps(left, stack), 0], [.. StackSteps(right, stack), 0]], 0);
        for (var k = 0; k < count; k++, cursor.Next())
        {
            MatrixProduct.Run<T>(valuesA.Slice((int)cursor.Offset(0), rows * depth), valuesB.Slice((int)cursor.Offset(1), depth * columns), rows, depth, columns,
                values.Slice(k * rows * columns, rows * columns));
        }

        return y;
    }

    // Distances between the matrices of a stack; 0 where it is stretched.
    private static long[] StackSteps(int[] shape, int[] stack)
    {
        var own = TensorShape.Steps(shape, MapLayout.RowMajor);
        var steps = new long[stack.Length];
        for (var k = 1; k <= shape.Length - 2; k++) steps[^k] = shape[^(k + 2)] == 1 ? 0 : own[^(k + 2)];
        return steps;
    }
}
