using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Resize;

// Shapes: source [h, w, 3] bytes → destination [H, W, 3] float32, rows destinationRowStride floats apart.
// Separable: each source row is interpolated horizontally once, then pairs of rows are blended; neighbouring output rows share them.

/// <summary>Bilinear resize with half-pixel centres and no antialiasing: PyTorch's <c>interpolate(mode="bilinear")</c>.</summary>
public static unsafe class BilinearResize
{
    /// <summary>Resizes, scales to [0, 1] and normalises an image into a larger buffer, channels last.</summary>
    /// <param name="source">The image.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="flipHorizontally">Mirror the image left to right first.</param>
    /// <param name="mean"><c>[3]</c>, subtracted after scaling to [0, 1].</param>
    /// <param name="std"><c>[3]</c>, the divisor after that.</param>
    /// <param name="destination">Receives rows of <c>width · 3</c> floats; the gaps between and after them are left unchanged.</param>
    /// <param name="destinationRowStride">Floats from one row's start to the next; at least <c>width · 3</c>.</param>
    /// <param name="threads">Threads that share the rows; loaders use one, since they process many images at once.</param>
    /// <exception cref="ArgumentException">A size is not positive, mean or std are not three values, or the buffer is too small.</exception>
    /// <remarks>
    /// Equal to libtorch 1.13 to the last bit on processors with fused multiply-add, since a deep network amplifies one bit here a
    /// hundredfold. So values are normalised before they are blended, and the first value's product is fused. Allocates from a pool.
    /// </remarks>
    public static void Normalize(
        Image source, int height, int width, bool flipHorizontally, ReadOnlySpan<float> mean, ReadOnlySpan<float> std,
        Span<float> destination, int destinationRowStride, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        Check(height, width, mean, std, destination, destinationRowStride);
        var values = new float[3 * 256];
        for (var i = 0; i < values.Length; i++) values[i] = ((i & 255) / 255f - mean[i >> 8]) / std[i >> 8];
        var columns = new LinearWeights(source.Width, width);
        fixed (float* first = destination)
        {
            var target = first;
            // Ranges of rows, because neighbours share the source rows they are blended from.
            (KernelPlan.Best with { Threads = threads }).ForRanges(height, 16, (_, start, end) =>
                Rows(source, columns, values, flipHorizontally, height, start, end, new(target, (height - 1) * destinationRowStride + width * 3), destinationRowStride));
        }
    }

    private static void Rows(
        Image source, LinearWeights columns, float[] values, bool flip, int height, int start, int end, Span<float> destination, int rowStride)
    {
        var rowLength = columns.First.Length * 3;
        var buffer = ArrayPool<float>.Shared.Rent(rowLength * 2);
        try
        {
            var upper = buffer.AsSpan(0, rowLength);
            var lower = buffer.AsSpan(rowLength, rowLength);
            var (upperRow, lowerRow) = (-1, -1);
            for (var y = start; y < end; y++)
            {
                var (first, second, weight) = LinearWeights.At(y, source.Height, height);
                if (first == lowerRow)
                {
                    var swap = upper;
                    upper = lower;
                    lower = swap;
                    (upperRow, lowerRow) = (lowerRow, upperRow);
                }

                if (first != upperRow) Across(source.Row(upperRow = first), columns, flip, values, upper);
                if (second != lowerRow && second != first) Across(source.Row(lowerRow = second), columns, flip, values, lower);
                Down(upper, second == first ? upper : lower, weight, destination.Slice(y * rowStride, rowLength));
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Across(ReadOnlySpan<byte> row, LinearWeights columns, bool flip, ReadOnlySpan<float> values, Span<float> result)
    {
        var last = row.Length / 3 - 1;
        var red = values[..256];
        var green = values[256..512];
        var blue = values[512..768];
        for (var x = 0; x < columns.First.Length; x++)
        {
            var (first, second, weight) = (columns.First[x], columns.Second[x], columns.Weight[x]);
            var (a, b) = flip ? ((last - first) * 3, (last - second) * 3) : (first * 3, second * 3);
            var rest = 1 - weight;
            result[x * 3] = float.MultiplyAddEstimate(red[row[a]], rest, red[row[b]] * weight);
            result[x * 3 + 1] = float.MultiplyAddEstimate(green[row[a + 1]], rest, green[row[b + 1]] * weight);
            result[x * 3 + 2] = float.MultiplyAddEstimate(blue[row[a + 2]], rest, blue[row[b + 2]] * weight);
        }
    }

    private static void Down(ReadOnlySpan<float> upper, ReadOnlySpan<float> lower, float weight, Span<float> result)
    {
        var rest = 1 - weight;
        var i = 0;
        for (; i <= result.Length - Vector<float>.Count; i += Vector<float>.Count)
            Vector.MultiplyAddEstimate(new(upper[i..]), new(rest), new Vector<float>(lower[i..]) * weight).CopyTo(result[i..]);

        for (; i < result.Length; i++) result[i] = float.MultiplyAddEstimate(upper[i], rest, lower[i] * weight);
    }

    private static void Check(
        int height, int width, ReadOnlySpan<float> mean, ReadOnlySpan<float> std, ReadOnlySpan<float> destination, int destinationRowStride)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (mean.Length != 3) throw new ArgumentException("Expected one mean for each of red, green and blue.", nameof(mean));
        if (std.Length != 3) throw new ArgumentException("Expected one deviation for each of red, green and blue.", nameof(std));
        ArgumentOutOfRangeException.ThrowIfLessThan(destinationRowStride, width * 3);
        if (destination.Length < (height - 1L) * destinationRowStride + width * 3)
            throw new ArgumentException($"{destination.Length} floats do not hold {height} rows of {destinationRowStride}.", nameof(destination));
    }
}
