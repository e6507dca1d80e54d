using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.BoxCoding;

/// <summary>A block of boxes as one row of floats per coordinate, the layout that vectors read; small enough for the L1 cache.</summary>
internal readonly ref struct BoxColumns
{
    /// <summary>Boxes per block, a multiple of every vector length.</summary>
    public const int BlockSize = 256;

    private const int WidestVector = 16;

    /// <summary>Floats per block.</summary>
    public const int Length = 5 * BlockSize;

    /// <param name="memory"><see cref="Length"/> floats.</param>
    public BoxColumns(Span<float> memory)
    {
        X1 = memory[..BlockSize];
        Y1 = memory.Slice(BlockSize, BlockSize);
        X2 = memory.Slice(2 * BlockSize, BlockSize);
        Y2 = memory.Slice(3 * BlockSize, BlockSize);
        Area = memory.Slice(4 * BlockSize, BlockSize);
    }

    public Span<float> X1 { get; }

    public Span<float> Y1 { get; }

    public Span<float> X2 { get; }

    public Span<float> Y2 { get; }

    public Span<float> Area { get; }

    /// <summary>Stores up to <see cref="BlockSize"/> boxes and fills the last vector with NaN boxes, which overlap nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(ReadOnlySpan<Box> boxes)
    {
        RowsOfFour.Split(MemoryMarshal.Cast<Box, float>(boxes), X1, Y1, X2, Y2);
        var end = (boxes.Length + WidestVector - 1) / WidestVector * WidestVector;
        for (var k = boxes.Length; k < end; k++) X1[k] = Y1[k] = X2[k] = Y2[k] = float.NaN;
        for (var k = 0; k < end; k++) Area[k] = (X2[k] - X1[k]) * (Y2[k] - Y1[k]);
    }
}
