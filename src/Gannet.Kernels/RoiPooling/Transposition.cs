using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Converts a map's values from channels-last to channels-first, and back.</summary>
internal static unsafe class Transposition
{
    private const int Block = 8;

    /// <summary>Writes <c>target[column, row] = source[row, column]</c>.</summary>
    public static void Write(float* source, int rows, int columns, float* target) => Write(source, columns, rows, columns, target, rows);

    /// <summary>The same for parts of larger matrices.</summary>
    /// <param name="source">The first value of the part.</param>
    /// <param name="sourceStep">Columns of the matrix that it is part of.</param>
    /// <param name="rows">Rows of the part.</param>
    /// <param name="columns">Columns of the part.</param>
    /// <param name="target">Where the transposed part begins.</param>
    /// <param name="targetStep">Columns of the matrix that this is part of.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(float* source, int sourceStep, int rows, int columns, float* target, int targetStep)
    {
        if (!Avx.IsSupported || rows < Block || columns < Block)
        {
            WriteSingly(source, sourceStep, rows, columns, target, targetStep);
            return;
        }

        // The last block of a row or column overlaps the one before it and rewrites the same values, so no remainder is left.
        for (var c = 0; c < columns; c += 2 * Block)
        {
            // Both halves of a cache line in turn: rows a power of two apart would evict it before the next pass.
            var left = Math.Min(c, columns - Block);
            var right = Math.Min(c + Block, columns - Block);
            for (var r = 0; r < rows; r += Block)
            {
                var row = Math.Min(r, rows - Block);
                WriteBlock(source + (long)row * sourceStep + left, sourceStep, target + (long)left * targetStep + row, targetStep);
                WriteBlock(source + (long)row * sourceStep + right, sourceStep, target + (long)right * targetStep + row, targetStep);
            }
        }
    }

    private static void WriteSingly(float* source, int sourceStep, int rows, int columns, float* target, int targetStep)
    {
        for (var c = 0; c < columns; c++)
        {
            for (var r = 0; r < rows; r++) target[(long)c * targetStep + r] = source[(long)r * sourceStep + c];
        }
    }

    // Eight rows of eight in registers: single values are interleaved within halves, then pairs, then halves are exchanged.
    private static void WriteBlock(float* source, int sourceStep, float* target, int targetStep)
    {
        var (a, b) = Pairs(source, sourceStep);
        var (c, d) = Pairs(source + 2L * sourceStep, sourceStep);
        var (e, f) = Pairs(source + 4L * sourceStep, sourceStep);
        var (g, h) = Pairs(source + 6L * sourceStep, sourceStep);
        WriteFours(Avx.Shuffle(a, c, 0x44), Avx.Shuffle(e, g, 0x44), target, targetStep);
        WriteFours(Avx.Shuffle(a, c, 0xee), Avx.Shuffle(e, g, 0xee), target + targetStep, targetStep);
        WriteFours(Avx.Shuffle(b, d, 0x44), Avx.Shuffle(f, h, 0x44), target + 2L * targetStep, targetStep);
        WriteFours(Avx.Shuffle(b, d, 0xee), Avx.Shuffle(f, h, 0xee), target + 3L * targetStep, targetStep);
    }

    private static (Vector256<float> Low, Vector256<float> High) Pairs(float* rows, int step)
    {
        var (first, second) = (Vector256.Load(rows), Vector256.Load(rows + step));
        return (Avx.UnpackLow(first, second), Avx.UnpackHigh(first, second));
    }

    // Column k of the upper four and the lower four rows; the other half holds column k + 4.
    private static void WriteFours(Vector256<float> upper, Vector256<float> lower, float* target, int step)
    {
        Avx.Permute2x128(upper, lower, 0x20).Store(target);
        Avx.Permute2x128(upper, lower, 0x31).Store(target + 4L * step);
    }
}
