// Shapes: N images, C channels in, K channels out.
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>The gradient of a 3×3 convolution's weights by Winograd's transform: 36 small matrix products, a quarter of the multiplications.</summary>
/// <remarks>
/// A convolution by Winograd is three linear maps and a product; its gradient is their transposes in reverse order. Tiles are taken in
/// chunks: all threads evaluate a chunk's tiles, then each multiplies some of the points. Every sum is added up in the same order
/// with any number of threads.
/// </remarks>
/// <typeparam name="TLanes">The vectors to compute with.</typeparam>
internal static unsafe class WinogradWeightGradient<TLanes> where TLanes : struct, IFloatLanes<TLanes>
{
    private const int MostTiles = 4 * GradientSums<Lanes1>.DepthOfPass; // of a chunk
    private const int Cells = WinogradTransform.Results * WinogradTransform.Results; // of a tile's gradient

    /// <summary>Computes the gradient.</summary>
    /// <param name="shape">The convolution.</param>
    /// <param name="input">Its input, <c>[N, H, W, C]</c>.</param>
    /// <param name="gradient">The gradient of its output, <c>[N, OutputHeight, OutputWidth, K]</c>, before bias and activation.</param>
    /// <param name="result"><c>[K, 3, 3, C]</c>.</param>
    /// <param name="plan">How it runs.</param>
    public static void Run<TElement>(ConvolutionShape shape, MapBatch<TElement> input, TElement* gradient, float* result, KernelPlan plan)
        where TElement : unmanaged, IElement<TElement>
    {
        var sums = new GradientSums<TLanes>(shape.Outputs, shape.Inputs);
        var (down, across) = (WinogradTiles<TLanes>.Count(input.OutputHeight), WinogradTiles<TLanes>.Count(input.OutputWidth));
        var tiles = input.Images * down * across;
        var chunk = Math.Min(sums.RowsOfChunk(MostTiles), tiles);
        var row = Row(shape.Outputs);
        long gradients = (long)chunk * row, values = (long)chunk * sums.PaddedColumns;
        var zeroCount = Math.Max(shape.Inputs, shape.Outputs);
        var left = AlignedBuffer.Scratch(WinogradTransform.Points * (values + gradients + sums.Count) + zeroCount);
        float* right = left + WinogradTransform.Points * gradients, total = right + WinogradTransform.Points * values;
        var zeros = total + WinogradTransform.Points * sums.Count;
        new Span<float>(zeros, zeroCount).Clear();
        var outputs = new MapBatch<TElement>(gradient, input.Images, input.OutputHeight, input.OutputWidth, new(shape.Outputs, shape.Outputs));

        for (var start = 0; start < tiles; start += chunk)
        {
            var (from, count) = (start, Math.Min(chunk, tiles - start));
            plan.ForRanges(count, 1, (_, begin, end) =>
            {
                for (var t = begin; t < end; t++)
                {
                    var (image, within) = Math.DivRem(from + t, down * across);
                    var (top, column) = (within / across * WinogradTransform.Results, within % across * WinogradTransform.Results);
                    Spread(outputs, zeros, image, top, column, left + (long)t * row, gradients);
                    Evaluate(input, zeros, image, top - shape.PaddingY, column - shape.PaddingX, right, values, t, chunk);
                }
            });
            plan.ForEach(WinogradTransform.Points, point =>
            {
                for (var panel = 0; panel < sums.Panels; panel++)
                {
                    sums.Multiply(left + point * gradients, row, GradientSums<TLanes>.Group, right + point * values, chunk, count, panel, 0,
                        sums.PaddedRows / GradientSums<TLanes>.Group, total + point * sums.Count, adds: from > 0);
                }
            });
        }

        plan.ForRanges(shape.Outputs, 1, (_, begin, end) =>
        {
            for (var k = begin; k < end; k++) Finish(sums, total, k, shape.Inputs, result);
        });
    }

    // A line more than needed: with rows a power of two apart, the column that a kernel reads would lie in few sets of the cache.
    private static int Row(int channels) => (channels + 2 * AlignedBuffer.FloatsOfLine - 1) / AlignedBuffer.FloatsOfLine * AlignedBuffer.FloatsOfLine;

    // The 4×4 cells of a tile's gradient, evaluated at the points.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread<TElement>(MapBatch<TElement> maps, float* zeros, int image, int top, int left, float* target, long stride)
        where TElement : unmanaged, IElement<TElement>
    {
        var cells = stackalloc TElement*[Cells];
        var rows = stackalloc float[WinogradTransform.Points * TLanes.Count];
        for (var k = 0; k < Cells; k++)
            cells[k] = maps.CellOr((TElement*)zeros, image, top + k / WinogradTransform.Results, left + k % WinogradTransform.Results);

        var c = 0;
        for (; c + TLanes.Count <= maps.Channels; c += TLanes.Count) WinogradTransform.ResultGradients<TLanes, TElement>(cells, c, target + c, stride, rows);
        for (; c < maps.Channels; c++) WinogradTransform.ResultGradients<Lanes1, TElement>(cells, c, target + c, stride, rows);
    }

    // The 6×6 cells of a tile's input, evaluated at the points, in panels.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Evaluate<TElement>(MapBatch<TElement> maps, float* zeros, int image, int top, int left, float* panels, long stride, int tile, int chunk)
        where TElement : unmanaged, IElement<TElement>
    {
        var cells = stackalloc TElement*[WinogradTransform.Points];
        var rows = stackalloc float[WinogradTransform.Points * TLanes.Count];
        WinogradTiles<TLanes>.Locate(maps, zeros, image, top, left, cells);
        for (var panel = 0; panel * GradientSums<TLanes>.Width < maps.Channels; panel++)
        {
            var (c, end) = (panel * GradientSums<TLanes>.Width, Math.Min((panel + 1) * GradientSums<TLanes>.Width, maps.Channels));
            var target = panels + GradientSums<TLanes>.At(panel, chunk, tile, maps.Channels) - c;
            for (; c + TLanes.Count <= end; c += TLanes.Count) WinogradTransform.Tile<TLanes, TElement>(cells, c, target + c, stride, rows);
            for (; c < end; c++) WinogradTransform.Tile<Lanes1, TElement>(cells, c, target + c, stride, rows);
            for (; c % TLanes.Count != 0; c++)
            {
                for (var point = 0; point < WinogradTransform.Points; point++) target[c + point * stride] = 0; // the padding of the last panel
            }
        }
    }

    // The kernels of one output channel, from the sums at the points.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Finish(GradientSums<TLanes> sums, float* total, int output, int inputs, float* result)
    {
        var rows = stackalloc float[18 * TLanes.Count];
        for (var panel = 0; panel < sums.Panels; panel++)
        {
            var first = panel * GradientSums<TLanes>.Width;
            float* products = sums.Row(total, panel, output), target = result + (long)output * 9 * inputs + first;
            var (c, count) = (0, Math.Min(GradientSums<TLanes>.Width, inputs - first));
            for (; c + TLanes.Count <= count; c += TLanes.Count) WinogradTransform.KernelGradients<TLanes>(products + c, sums.Count, target + c, inputs, rows);
            for (; c < count; c++) WinogradTransform.KernelGradients<Lanes1>(products + c, sums.Count, target + c, inputs, rows);
        }
    }
}
