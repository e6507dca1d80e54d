using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.Convolution;

/// <summary>A depthwise convolution: it does not sum over channels, so neighbouring channels fill a vector.</summary>
internal sealed unsafe class DepthwiseConvolution<TLanes> : PackedConvolution where TLanes : struct, IFloatLanes<TLanes>
{
    private readonly AlignedBuffer _weights; // [taps, C]
    private readonly int _taps;

    public DepthwiseConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, ReadOnlySpan<float> bias, KernelPlan plan) : base(shape, bias, plan)
    {
        _taps = shape.KernelHeight * shape.KernelWidth;
        _weights = new AlignedBuffer((long)_taps * shape.Inputs);
        for (var c = 0; c < shape.Inputs; c++)
        {
            for (var tap = 0; tap < _taps; tap++) _weights.Start[(long)tap * shape.Inputs + c] = weights[c * _taps + tap];
        }
    }

    private protected override void Run(MapBatch<FloatElement> maps, OutputStage<FloatElement> output) =>
        Plan.ForRanges(maps.Images * maps.OutputHeight, 1, (_, start, end) =>
        {
            for (var row = start; row < end; row++) Row(maps, output, row / maps.OutputHeight, row % maps.OutputHeight);
        });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row(MapBatch<FloatElement> maps, OutputStage<FloatElement> output, int image, int y)
    {
        long* inside = stackalloc long[_taps], rim = stackalloc long[_taps];
        float** insideWeights = stackalloc float*[_taps], rimWeights = stackalloc float*[_taps];
        var top = y * Shape.Stride - Shape.PaddingY;
        var isInside = top >= 0 && top + (Shape.KernelHeight - 1) * Shape.Dilation < maps.Height;
        for (var tap = 0; tap < _taps; tap++)
        {
            inside[tap] = Offset(maps, tap);
            insideWeights[tap] = _weights.Start + (long)tap * Shape.Inputs;
        }

        var first = ((long)image * maps.OutputHeight + y) * maps.OutputWidth * Shape.Outputs;
        for (var x = 0; x < maps.OutputWidth; x++)
        {
            var left = x * Shape.Stride - Shape.PaddingX;
            var corner = (float*)maps.Cell(image, top, left);
            // For most cells all taps are inside the map, at the same offsets from the first.
            if (isInside && left >= 0 && left + (Shape.KernelWidth - 1) * Shape.Dilation < maps.Width)
                Cell(corner, inside, insideWeights, _taps, output, first + (long)x * Shape.Outputs);
            else
                Cell(corner, rim, rimWeights, LocateAtRim(maps, image, top, left, rim, rimWeights), output, first + (long)x * Shape.Outputs);
        }
    }

    // From the first tap, in floats.
    private long Offset(MapBatch<FloatElement> maps, int tap) =>
        ((long)(tap / Shape.KernelWidth) * maps.Width + tap % Shape.KernelWidth) * Shape.Dilation * Shape.Inputs;

    // Taps outside the map are zeros, which add nothing.
    private int LocateAtRim(MapBatch<FloatElement> maps, int image, int top, int left, long* offsets, float** weights)
    {
        var count = 0;
        for (var tap = 0; tap < _taps; tap++)
        {
            if (maps.CellOr(null, image, top + tap / Shape.KernelWidth * Shape.Dilation, left + tap % Shape.KernelWidth * Shape.Dilation) == null) continue;
            offsets[count] = Offset(maps, tap);
            weights[count++] = _weights.Start + (long)tap * Shape.Inputs;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Cell(float* corner, long* offsets, float** weights, int count, OutputStage<FloatElement> output, long at)
    {
        var c = 0;
        // Four independent sums hide the latency of an addition.
        for (; c + 4 * TLanes.Count <= Shape.Inputs; c += 4 * TLanes.Count)
        {
            TLanes s0 = default, s1 = default, s2 = default, s3 = default;
            for (var k = 0; k < count; k++)
            {
                float* cell = corner + offsets[k] + c, weight = weights[k] + c;
                s0 = Add(s0, cell, weight);
                s1 = Add(s1, cell + TLanes.Count, weight + TLanes.Count);
                s2 = Add(s2, cell + 2 * TLanes.Count, weight + 2 * TLanes.Count);
                s3 = Add(s3, cell + 3 * TLanes.Count, weight + 3 * TLanes.Count);
            }

            output.Write(s0, at + c, c);
            output.Write(s1, at + c + TLanes.Count, c + TLanes.Count);
            output.Write(s2, at + c + 2 * TLanes.Count, c + 2 * TLanes.Count);
            output.Write(s3, at + c + 3 * TLanes.Count, c + 3 * TLanes.Count);
        }

        for (; c + TLanes.Count <= Shape.Inputs; c += TLanes.Count) output.Write(Sum<TLanes>(corner, offsets, weights, count, c), at + c, c);
        for (; c < Shape.Inputs; c++) output.Write(Sum<Lanes1>(corner, offsets, weights, count, c), at + c, c);
    }

    private static TAny Sum<TAny>(float* corner, long* offsets, float** weights, int count, int channel) where TAny : struct, IFloatLanes<TAny>
    {
        TAny sum = default;
        for (var k = 0; k < count; k++) sum = TAny.MultiplyAdd(TAny.Load(ref corner[offsets[k] + channel], 0), TAny.Load(ref weights[k][channel], 0), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Add(TLanes sum, float* cell, float* weight) => TLanes.MultiplyAdd(TLanes.Load(ref *cell, 0), TLanes.Load(ref *weight, 0), sum);
}
