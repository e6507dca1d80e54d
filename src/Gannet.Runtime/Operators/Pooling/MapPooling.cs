// Shapes: N images, C channels, H × W cells.
using System.Numerics;
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;
using Gannet.Runtime.Tensors;

namespace Gannet.Runtime.Operators.Pooling;

/// <summary>Pools channels-last maps over two axes: neighbouring channels fill a vector.</summary>
internal static unsafe class MapPooling<TPooling> where TPooling : struct, IPooling
{
    private const long WorthThreads = 1 << 15;

    /// <summary>Pools every window.</summary>
    /// <param name="map">Channels-last <c>[N, C, H, W]</c>.</param>
    /// <param name="window">Over two axes.</param>
    /// <param name="result">Channels-last.</param>
    /// <param name="divisor">What a result is divided by, given the rows and columns of its window that are inside; 0 for nothing.</param>
    public static void Run(Tensor map, SlidingWindow window, Tensor result, Func<AxisWindow, AxisWindow, int>? divisor)
    {
        if (result.Count == 0) return;
        var rows = AxisWindow.Along(window, 0, map.Shape[2], result.Shape[2]);
        var columns = AxisWindow.Along(window, 1, map.Shape[3], result.Shape[3]);
        var (height, width, channels) = (map.Shape[2], map.Shape[3], map.Shape[1]);
        var from = map.Address<float>();
        var to = result.Address<float>();
        KernelPlan.Best.For(map.Count, WorthThreads).ForEach(result.Shape[0] * rows.Length, k =>
        {
            var (image, y) = Math.DivRem(k, rows.Length);
            var source = from + (long)image * height * width * channels;
            var target = to + (long)k * columns.Length * channels;
            for (var x = 0; x < columns.Length; x++, target += channels)
                Cell(source, width, channels, rows[y], columns[x], target, divisor is null ? 1 : divisor(rows[y], columns[x]));
        });
        GC.KeepAlive(map);
        GC.KeepAlive(result);
    }

    // Channels are the outer loop, so that results stay in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // at once: the first image should not wait for a recompilation
    private static void Cell(float* map, int width, int channels, AxisWindow rows, AxisWindow columns, float* target, float divisor)
    {
        var c = 0;
        for (; c <= channels - 2 * Vector<float>.Count; c += 2 * Vector<float>.Count)
        {
            var (low, high) = (new Vector<float>(TPooling.Start), new Vector<float>(TPooling.Start));
            for (var y = rows.First; y < rows.End; y += rows.Step)
            {
                for (var x = columns.First; x < columns.End; x += columns.Step)
                {
                    var cell = map + ((long)y * width + x) * channels + c;
                    low = TPooling.Combine(low, Vector.Load(cell));
                    high = TPooling.Combine(high, Vector.Load(cell + Vector<float>.Count));
                }
            }

            (low / new Vector<float>(divisor)).Store(target + c);
            (high / new Vector<float>(divisor)).Store(target + c + Vector<float>.Count);
        }

        for (; c < channels; c++)
        {
            var single = TPooling.Start;
            for (var y = rows.First; y < rows.End; y += rows.Step)
            {
                for (var x = columns.First; x < columns.End; x += columns.Step) single = TPooling.Combine(single, map[((long)y * width + x) * channels + c]);
            }

            target[c] = single / divisor;
        }
    }
}

/// <summary>The cells that one window sees along one axis.</summary>
/// <param name="First">The first one inside the map.</param>
/// <param name="End">Behind the last one inside the map.</param>
/// <param name="Step">From one to the next.</param>
/// <param name="Count">Cells inside the map.</param>
/// <param name="PaddedCount">Cells inside the map or its padding.</param>
internal readonly record struct AxisWindow(int First, int End, int Step, int Count, int PaddedCount)
{
    /// <summary>All windows along an axis.</summary>
    public static AxisWindow[] Along(SlidingWindow window, int axis, int length, int outputs)
    {
        var (before, after) = window.Padding(axis, length);
        var (kernel, step) = (window.Kernel(axis), window.Dilation(axis));
        var windows = new AxisWindow[outputs];
        for (var k = 0; k < outputs; k++)
        {
            var start = k * window.Stride(axis) - before;
            var skipped = start < 0 ? (-start + step - 1) / step : 0;
            var inside = Math.Max(skipped, Math.Min(kernel, (length - start + step - 1) / step));
            var padded = Math.Clamp((length + after - start + step - 1) / step, 0, kernel);
            windows[k] = new(start + skipped * step, Math.Min(start + (inside - 1) * step + 1, length), step, inside - skipped, padded);
        }

        return windows;
    }
}
