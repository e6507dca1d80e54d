using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A 3×3 convolution with stride 1 by Winograd's transform: 36 small matrix products, a quarter of the multiplications.</summary>
/// <remarks>A block of tiles goes through all steps on one thread, so the transformed tiles stay in that thread's cache.</remarks>
internal sealed unsafe class WinogradConvolution<TLanes> : PackedConvolution where TLanes : struct, IFloatLanes<TLanes>
{
    private const int Rows = 6; // of PanelKernel
    private const int LeastTiles = 18, MostTiles = 48; // of a block
    private const int FloatsOfBlock = 160 << 10;       // values and products that stay in the L2 cache beside a panel
    private const int LargeWeights = 4 << 20;          // floats that come from memory: with large blocks they come less often
    private const int FewTiles = 48;                   // of a map that threads share by weights instead of tiles
    private const int DepthOfPass = 512;

    private readonly PackedPanels<TLanes>[] _panels; // one matrix [C, K] per point
    private readonly AlignedBuffer _zeros;

    public WinogradConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, KernelPlan plan) : base(shape, bias, plan)
    {
        var (inputs, outputs) = (shape.Inputs, shape.Outputs);
        _panels = [.. Enumerable.Range(0, WinogradTransform.Points).Select(_ => new PackedPanels<TLanes>(inputs, outputs))];
        _zeros = new AlignedBuffer(inputs);
        new Span<float>(_zeros.Start, inputs).Clear();
        fixed (float* first = weights)
        {
            if (first != null) Load(first, KernelLayout.RowMajor(shape), bias);
        }
    }

    internal override void Load(float* weights, KernelLayout layout, ReadOnlySpan<float> bias)
    {
        LoadBias(bias);
        Plan.ForRanges(Shape.Outputs, PackedPanels<TLanes>.Width, (_, start, end) =>
        {
            for (var output = start; output < end; output += TLanes.Count) Pack(output, Math.Min(TLanes.Count, end - output), weights, layout);
        });
    }

    // The kernels of one input channel to as many outputs as fit in a vector at a time: a line of each panel.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pack(int output, int count, float* kernels, KernelLayout layout)
    {
        var transformed = stackalloc float[WinogradTransform.Points * WinogradTransform.KernelsAtOnce];
        var lines = stackalloc float*[WinogradTransform.Points];
        var (panel, within) = Math.DivRem(output, PackedPanels<TLanes>.Width);
        for (var point = 0; point < WinogradTransform.Points; point++) lines[point] = _panels[point].At(panel, 0) + within;
        var next = (long)_panels[0].PaddedWidth(panel);
        for (var c = 0; c < Shape.Inputs; c++)
        {
            for (var k = 0; k < count; k += WinogradTransform.KernelsAtOnce)
            {
                var some = Math.Min(WinogradTransform.KernelsAtOnce, count - k);
                WinogradTransform.Kernels(kernels + (output + k) * layout.Output + c * layout.Input, layout, some, transformed);
                for (var point = 0; point < WinogradTransform.Points; point++)
                {
                    new ReadOnlySpan<float>(transformed + point * WinogradTransform.KernelsAtOnce, some)
                        .CopyTo(new(lines[point] + c * next + k, some));
                }
            }
        }
    }

    public override bool ReadsBFloat16 => true;

    private protected override void Run(MapBatch<FloatElement> maps, OutputStage<FloatElement> output) => RunAny(maps, output);

    private protected override void Run(MapBatch<BFloat16Element> maps, OutputStage<BFloat16Element> output) => RunAny(maps, output);

    private protected override void Run(MapBatch<BFloat16Element> maps, OutputStage<FloatElement> output) => RunAny(maps, output);

    private void RunAny<TIn, TOut>(MapBatch<TIn> maps, OutputStage<TOut> output) where TIn : unmanaged, IElement<TIn> where TOut : unmanaged, IElement<TOut>
    {
        var (down, across) = (WinogradTiles<TLanes>.Count(maps.OutputHeight), WinogradTiles<TLanes>.Count(maps.OutputWidth));
        var tiles = maps.Images * down * across;
        if (tiles < FewTiles && Plan.Threads > 1)
        {
            RunSmall(maps, output, tiles, down, across);
            return;
        }

        // Each thread gets the same number of blocks.
        var share = (tiles + Plan.Threads - 1) / Plan.Threads;
        var blocks = (share + TilesOfBlock - 1) / TilesOfBlock;
        var block = (share + blocks - 1) / blocks;
        if (blocks > 1) block = (block + Rows - 1) / Rows * Rows;
        Plan.ForEach((tiles + block - 1) / block, k => Block(maps, output, k * block, Math.Min(block, tiles - k * block), block, down, across));
    }

    private int TilesOfBlock => (long)WinogradTransform.Points * Shape.Inputs * Shape.Outputs > LargeWeights
        ? MostTiles
        : Math.Clamp(FloatsOfBlock / (WinogradTransform.Points * (Shape.Inputs + Shape.Outputs)), LeastTiles, MostTiles);

    // All threads work on the same tiles: first each transforms some, then multiplies all of them with some weights, then finishes some.
    private void RunSmall<TIn, TOut>(MapBatch<TIn> maps, OutputStage<TOut> output, int tiles, int down, int across)
        where TIn : unmanaged, IElement<TIn> where TOut : unmanaged, IElement<TOut>
    {
        var (inputs, outputs) = (Shape.Inputs, Shape.Outputs);
        var values = AlignedBuffer.Scratch((long)WinogradTransform.Points * tiles * (inputs + outputs)); // [36, tiles, C]
        var products = values + (long)WinogradTransform.Points * tiles * inputs; // [36, tiles, K]
        Plan.ForRanges(tiles, 1, (_, start, end) => TransformTiles(maps, start, end, down, across, values + (long)start * inputs, (long)tiles * inputs));
        var panels = _panels[0].Count;
        Plan.ForRanges(WinogradTransform.Points * panels, 1, (_, start, end) =>
        {
            var tile = stackalloc float[Rows * PackedPanels<TLanes>.Width];
            for (var k = start; k < end; k++)
            {
                var (point, panel) = Math.DivRem(k, panels);
                var next = k + 1 < end ? _panels[(k + 1) / panels].At((k + 1) % panels, 0) : null;
                MultiplyPanel(_panels[point], panel, values + (long)point * tiles * inputs, products + (long)point * tiles * outputs, tiles, tile, next);
            }
        });
        Plan.ForRanges(tiles, 1, (_, start, end) => FinishTiles(maps, output, start, end, down, across, products + (long)start * outputs, (long)tiles * outputs));
    }

    private void Block<TIn, TOut>(MapBatch<TIn> maps, OutputStage<TOut> output, int first, int count, int block, int down, int across)
        where TIn : unmanaged, IElement<TIn> where TOut : unmanaged, IElement<TOut>
    {
        var (inputs, outputs) = (Shape.Inputs, Shape.Outputs);
        var scratch = AlignedBuffer.Scratch((long)WinogradTransform.Points * block * (inputs + outputs) + Rows * PackedPanels<TLanes>.Width);
        var tile = scratch;
        var values = tile + Rows * PackedPanels<TLanes>.Width; // [36, block, C]
        var products = values + (long)WinogradTransform.Points * block * inputs; // [36, block, K]
        TransformTiles(maps, first, first + count, down, across, values, (long)block * inputs);
        for (var point = 0; point < WinogradTransform.Points; point++)
        {
            var panels = _panels[point];
            for (var panel = 0; panel < panels.Count; panel++)
                MultiplyPanel(panels, panel, values + (long)point * block * inputs, products + (long)point * block * outputs, count, tile, null);
        }

        FinishTiles(maps, output, first, first + count, down, across, products, (long)block * outputs);
    }

    private void TransformTiles<TIn>(MapBatch<TIn> maps, int first, int end, int down, int across, float* values, long stride) where TIn : unmanaged, IElement<TIn>
    {
        for (var k = first; k < end; k++, values += Shape.Inputs)
        {
            var (image, within) = Math.DivRem(k, down * across);
            var (top, left) = (within / across * WinogradTransform.Results - Shape.PaddingY, within % across * WinogradTransform.Results - Shape.PaddingX);
            WinogradTiles<TLanes>.Transform(maps, _zeros.Start, image, top, left, values, stride);
        }
    }

    private void FinishTiles<TIn, TOut>(MapBatch<TIn> maps, OutputStage<TOut> output, int first, int end, int down, int across, float* products, long stride)
        where TIn : unmanaged, IElement<TIn> where TOut : unmanaged, IElement<TOut>
    {
        for (var k = first; k < end; k++, products += Shape.Outputs)
        {
            var (image, within) = Math.DivRem(k, down * across);
            Interpolate(output, image, within / across, within % across, maps.OutputHeight, maps.OutputWidth, products, stride);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MultiplyPanel(PackedPanels<TLanes> panels, int panel, float* values, float* products, int count, float* tile, float* next)
    {
        var (inputs, outputs) = (Shape.Inputs, Shape.Outputs);
        var (width, columns, channel) = (panels.PaddedWidth(panel), panels.ColumnsOf(panel), panel * PackedPanels<TLanes>.Width);
        var rows = stackalloc float*[Rows];
        for (var first = 0; first < count; first += Rows)
        {
            for (var r = 0; r < Rows; r++) rows[r] = values + (long)Math.Min(first + r, count - 1) * inputs;
            for (var offset = 0; offset < inputs; offset += DepthOfPass)
            {
                var ahead = PackedPanels<TLanes>.Ahead(next, (long)first / Rows * inputs + offset, inputs);
                panels.Multiply(rows, Rows, offset, 1, Math.Min(DepthOfPass, inputs - offset), panel, offset, tile, offset > 0, ahead);
            }

            for (var r = 0; r < Math.Min(Rows, count - first); r++)
                new ReadOnlySpan<float>(tile + r * width, columns).CopyTo(new(products + (long)(first + r) * outputs + channel, columns));
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Interpolate<TOut>(
        OutputStage<TOut> output, int image, int tileY, int tileX, int height, int width, float* products, long stride)
        where TOut : unmanaged, IElement<TOut>
    {
        var (top, left) = (tileY * WinogradTransform.Results, tileX * WinogradTransform.Results);
        var first = (((long)image * height + top) * width + left) * Shape.Outputs;
        var (rows, columns) = (Math.Min(WinogradTransform.Results, height - top), Math.Min(WinogradTransform.Results, width - left));
        var scratch = stackalloc float[2 * WinogradTransform.Points * TLanes.Count];
        var c = 0;
        for (; c + TLanes.Count <= Shape.Outputs; c += TLanes.Count)
            Channels<TLanes, TOut>(output, products, stride, first, c, rows, columns, width, scratch);
        for (; c < Shape.Outputs; c++) Channels<Lanes1, TOut>(output, products, stride, first, c, rows, columns, width, scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Channels<TAny, TOut>(
        OutputStage<TOut> output, float* products, long stride, long first, int channel, int rows, int columns, int width, float* results)
        where TAny : struct, IFloatLanes<TAny> where TOut : unmanaged, IElement<TOut>
    {
        WinogradTransform.Interpolate<TAny>(products + channel, stride, results, results + WinogradTransform.Points * TAny.Count);
        for (var y = 0; y < rows; y++)
        {
            for (var x = 0; x < columns; x++)
            {
                var sum = TAny.Load(ref results[(y * WinogradTransform.Results + x) * TAny.Count], 0);
                output.Write(sum, first + ((long)y * width + x) * Shape.Outputs + channel, channel);
            }
        }
    }
}
