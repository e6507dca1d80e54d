using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A convolution as one matrix product: a row is what the kernel sees at one output cell, a column an output channel.</summary>
/// <remarks>
/// The rows are never copied into a matrix: for each kernel tap, a row is a pointer to the channels of one cell, or to zeros outside
/// the map. If a cell has only a few channels (as pixels do), the map is copied with its zero padding instead, so that all columns of
/// a kernel row form one run.
/// </remarks>
internal sealed unsafe class MatrixConvolution<TLanes> : PackedConvolution where TLanes : struct, IFloatLanes<TLanes>
{
    private const int Rows = 6;              // of PanelKernel
    private const int DepthOfPass = 512;     // a panel of this depth stays in the L2 cache while it is multiplied with the rows
    private const int MostRows = 240;        // so does the part of the map that these rows read
    private const int LargeMatrix = 1 << 21; // weights that do not fit in the cache: use few blocks, so that they are read few times
    private const int SmallMap = 1 << 17;    // floats that stay in the L2 cache while panels pass by
    private const int FewChannels = 16;

    private readonly PackedPanels<TLanes> _panels;
    private readonly AlignedBuffer _zeros;
    private readonly (int Tap, int Taps, int Offset, int Depth)[] _passes;
    private readonly bool _hasRowRuns;
    private readonly int _taps, _depth;
    private AlignedBuffer? _padded;

    public MatrixConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, KernelPlan plan) : base(shape, bias, plan)
    {
        _hasRowRuns = shape is { Inputs: < FewChannels, Dilation: 1, KernelWidth: > 1 };
        (_taps, _depth) = _hasRowRuns
            ? (shape.KernelHeight, shape.KernelWidth * shape.Inputs)
            : (shape.KernelHeight * shape.KernelWidth, shape.Inputs);
        _panels = new(shape.KernelHeight * shape.KernelWidth * shape.Inputs, shape.Outputs);
        _zeros = new AlignedBuffer(_depth);
        new Span<float>(_zeros.Start, _depth).Clear();
        _passes = [.. Passes(_taps, _depth)];
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
            for (var output = start; output < end; output += TLanes.Count)
            {
                for (var tap = 0; tap < Shape.KernelHeight * Shape.KernelWidth; tap++)
                {
                    var (row, column) = Math.DivRem(tap, Shape.KernelWidth);
                    var values = weights + output * layout.Output + row * layout.Row + column * layout.Column;
                    _panels.Fill(output, Math.Min(TLanes.Count, end - output), tap * Shape.Inputs, values, layout.Output, layout.Input, Shape.Inputs);
                }
            }
        });
    }

    private protected override void Run(MapBatch<FloatElement> maps, OutputStage<FloatElement> output)
    {
        if (!_hasRowRuns)
        {
            Multiply(maps, output);
            return;
        }

        // Kept for the next run; a run at the same time finds none and makes its own.
        var padded = Interlocked.Exchange(ref _padded, null);
        Multiply(Pad(maps, ref padded), output);
        _padded = padded;
    }

    private void Multiply(MapBatch<FloatElement> maps, OutputStage<FloatElement> output)
    {
        var cells = maps.OutputCells;
        if (cells <= MostRows && (long)maps.Images * maps.Height * maps.Width * maps.Channels <= SmallMap)
        {
            // A small map is one block, of which threads take some panels each: the weights, larger than the map, are read once.
            Plan.ForRanges(_panels.Count, 1, (_, start, end) => Block(maps, output, 0, cells, start, end));
            return;
        }

        var block = RowsOfBlock(cells);
        Plan.ForEach((cells + block - 1) / block, k => Block(maps, output, k * block, Math.Min(block, cells - k * block), 0, _panels.Count));
    }

    private int RowsOfBlock(int cells)
    {
        var share = (cells + Plan.Threads - 1) / Plan.Threads;
        // Several blocks per thread, so that no thread waits long for another.
        var wanted = (long)_taps * _depth * Shape.Outputs > LargeMatrix ? Math.Min(share, 2 * MostRows) : Math.Clamp(share / 4, 8 * Rows, MostRows);
        return (Math.Min(wanted, share) + Rows - 1) / Rows * Rows;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Block(MapBatch<FloatElement> maps, OutputStage<FloatElement> output, int first, int count, int firstPanel, int endPanel)
    {
        if (firstPanel >= endPanel) return;
        var groups = (count + Rows - 1) / Rows;
        var stride = groups * Rows;
        var scratch = AlignedBuffer.Scratch((long)groups * Rows * PackedPanels<TLanes>.Width + (long)_taps * stride * 2);
        var rows = (float**)(scratch + (long)groups * Rows * PackedPanels<TLanes>.Width);
        Locate(maps, first, count, rows, stride);
        for (var panel = firstPanel; panel < endPanel; panel++)
        {
            var width = _panels.PaddedWidth(panel);
            for (var pass = 0; pass < _passes.Length; pass++)
            {
                var (tap, taps, offset, depth) = _passes[pass];
                var next = Next(panel, pass, endPanel);
                for (var group = 0; group < groups; group++)
                {
                    var tile = scratch + (long)group * Rows * width;
                    var ahead = PackedPanels<TLanes>.Ahead(next, (long)group * taps * depth, (long)taps * depth);
                    _panels.Multiply(rows + (long)tap * stride + group * Rows, stride, offset, taps, depth, panel, tap * _depth + offset, tile, pass > 0, ahead);
                    if (pass == _passes.Length - 1) Write(output, tile, panel, first + group * Rows, Math.Min(Rows, count - group * Rows));
                }
            }
        }
    }

    // The weights of the next pass or panel; they come from memory while these are multiplied.
    private float* Next(int panel, int pass, int endPanel)
    {
        if (++pass == _passes.Length) (pass, panel) = (0, panel + 1);
        return panel < endPanel ? _panels.At(panel, _passes[pass].Tap * _depth + _passes[pass].Offset) : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(OutputStage<FloatElement> output, float* tile, int panel, int first, int count)
    {
        var (width, channel, columns) = (_panels.PaddedWidth(panel), panel * PackedPanels<TLanes>.Width, _panels.ColumnsOf(panel));
        for (var r = 0; r < count; r++, tile += width) output.Write<TLanes>(tile, (long)(first + r) * Shape.Outputs + channel, channel, columns);
    }

    // Where the channels begin, for each tap and row. Rows beyond the last repeat it; their sums are not written.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Locate(MapBatch<FloatElement> maps, int first, int count, float** rows, int stride)
    {
        var kernelWidth = _hasRowRuns ? 1 : Shape.KernelWidth;
        var (paddingY, paddingX) = _hasRowRuns ? (0, 0) : (Shape.PaddingY, Shape.PaddingX);
        var (image, within) = Math.DivRem(first, maps.OutputHeight * maps.OutputWidth);
        var (y, x) = Math.DivRem(within, maps.OutputWidth);
        for (var r = 0; r < stride; r++)
        {
            var target = rows + r;
            var (top, left) = (y * Shape.Stride - paddingY, x * Shape.Stride - paddingX);
            for (var row = 0; row < _taps / kernelWidth; row++)
            {
                for (var column = 0; column < kernelWidth; column++, target += stride)
                    *target = (float*)maps.CellOr((FloatElement*)_zeros.Start, image, top + row * Shape.Dilation, left + column * Shape.Dilation);
            }

            if (r >= count - 1 || ++x < maps.OutputWidth) continue;
            x = 0;
            if (++y < maps.OutputHeight) continue;
            (y, image) = (0, image + 1);
        }
    }

    private MapBatch<FloatElement> Pad(MapBatch<FloatElement> maps, ref AlignedBuffer? buffer)
    {
        var (height, width) = (maps.Height + 2 * Shape.PaddingY, maps.Width + 2 * Shape.PaddingX);
        var count = (long)maps.Images * height * width * Shape.Inputs;
        if (buffer is null || buffer.Count < count) buffer = new AlignedBuffer(count);
        var padded = new MapBatch<FloatElement>((FloatElement*)buffer.Start, maps.Images, height, width, Shape with { PaddingY = 0, PaddingX = 0 });
        Plan.ForRanges(maps.Images * height, 16, (_, start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var (image, y) = Math.DivRem(row, height);
                var target = new Span<float>(padded.Cell(image, y, 0), width * Shape.Inputs);
                var isInside = (uint)(y - Shape.PaddingY) < (uint)maps.Height;
                if (!isInside)
                {
                    target.Clear();
                    continue;
                }

                var (rim, inside) = (Shape.PaddingX * Shape.Inputs, maps.Width * Shape.Inputs);
                target[..rim].Clear();
                new ReadOnlySpan<float>(maps.Cell(image, y - Shape.PaddingY, 0), inside).CopyTo(target[rim..]);
                target[(rim + inside)..].Clear();
            }
        });
        return padded;
    }

    // Taps with few channels share a pass; many channels are split over several.
    private static IEnumerable<(int Tap, int Taps, int Offset, int Depth)> Passes(int taps, int depth)
    {
        var together = Math.Max(1, DepthOfPass / depth);
        for (var tap = 0; tap < taps; tap += together)
        {
            for (var offset = 0; offset < depth; offset += DepthOfPass)
                yield return (tap, Math.Min(together, taps - tap), offset, Math.Min(DepthOfPass, depth - offset));
        }
    }
}
