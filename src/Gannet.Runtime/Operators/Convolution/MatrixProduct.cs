// Shapes: [M, D] times [D, K].
using System.Numerics;
using System.Runtime.InteropServices;
using Gannet.Kernels.Convolution;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Convolution;

/// <summary>Products of matrices. Large ones of floats are convolutions with a kernel of one cell.</summary>
internal static class MatrixProduct
{
    // Below this many products, laying out a matrix costs more than it saves.
    private const long WorthPacking = 1 << 14;

    /// <summary>Lays out <c>[D, K]</c>, or <c>[K, D]</c> if it is transposed.</summary>
    public static PackedConvolution Pack(ReadOnlySpan<float> matrix, int depth, int columns, bool isTransposed, ReadOnlySpan<float> bias = default)
    {
        if (isTransposed) return PackedConvolution.Create(new(depth, columns), matrix, bias);
        var transposed = new float[matrix.Length];
        Transpose(matrix, depth, columns, transposed);
        return PackedConvolution.Create(new(depth, columns), transposed, bias);
    }

    /// <summary>Writes <c>[columns, rows]</c>.</summary>
    public static void Transpose<T>(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> transposed)
    {
        for (var r = 0; r < rows; r++)
        {
            for (var c = 0; c < columns; c++) transposed[c * rows + r] = matrix[r * columns + c];
        }
    }

    /// <summary>Multiplies rows with a matrix that is laid out.</summary>
    public static void Run(PackedConvolution matrix, ReadOnlySpan<float> rows, int count, Span<float> result, OutputActivation activation = OutputActivation.None)
    {
        if (count > 0) matrix.Run(rows, 1, count, 1, result, default, activation);
    }

    /// <summary>Multiplies two matrices.</summary>
    public static void Run<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, int rows, int depth, int columns, Span<T> result) where T : unmanaged, INumber<T>
    {
        if (rows == 0 || columns == 0) return;
        if (typeof(T) == typeof(float) && depth > 0 && (long)rows * depth * columns >= WorthPacking)
        {
            var packed = Pack(MemoryMarshal.Cast<T, float>(b), depth, columns, isTransposed: false);
            Run(packed, MemoryMarshal.Cast<T, float>(a), rows, MemoryMarshal.Cast<T, float>(result));
            return;
        }

        result.Clear();
        for (var r = 0; r < rows; r++)
        {
            var sums = result.Slice(r * columns, columns);
            for (var d = 0; d < depth; d++)
            {
                var factor = a[r * depth + d];
                var row = b.Slice(d * columns, columns);
                for (var c = 0; c < columns; c++) sums[c] += factor * row[c];
            }
        }
    }
}
