// Shapes: L levels, R regions, C channels of the output, k bins per side.
using System.Runtime.CompilerServices;
using Gannet.Kernels.Simd;

namespace Gannet.Kernels.RoiPooling;

/// <summary>Pooling in which each bin reads its own channels: channel c·k² + bin for output channel c.</summary>
/// <remarks>
/// A bin's channels lie k² apart, so vectors would have to be gathered with one load per lane; processing one float at a time needs
/// no more loads. Sums are in cell order.
/// </remarks>
internal static unsafe class PositionSensitiveKernels
{
    /// <summary>Pools every region to <c>[R, k, k, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, k, k]</c>.</summary>
    public static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* output, bool channelsLast, KernelPlan plan)
    {
        var (channels, bins) = (Channels(levels, regions, size), size * size);
        var (channelStep, binStep) = channelsLast ? (1, channels) : (bins, 1);
        RegionLoop.ByPlace(levels, regions, bins * channels, plan, sampler, (sampling, r) =>
        {
            var map = levels[regions[r].Level];
            sampling.Place(regions[r].Box, map);
            for (var bin = 0; bin < bins; bin++)
            {
                var cells = sampling.SelectBin(bin / size, bin % size, map);
                Sum(map.Image(regions[r].Image) + bin, bins, cells, output + (long)r * bins * channels + (long)bin * binStep, channelStep, channels);
            }
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells they were read from.</summary>
    /// <remarks>Each thread owns a range of output channels and the channels they read, so sums need no locks.</remarks>
    public static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* gradient, bool channelsLast, KernelPlan plan)
    {
        var (channels, bins) = (Channels(levels, regions, size), size * size);
        var (channelStep, binStep) = channelsLast ? (1, channels) : (bins, 1);
        var order = RegionOrder.ByPlace(levels, regions);
        plan.ForRanges(channels, 1, (_, start, end) =>
        {
            var sampling = sampler();
            foreach (var r in order)
            {
                var map = levels[regions[r].Level];
                var target = map.Image(regions[r].Image) + (long)start * bins;
                var values = gradient + (long)r * bins * channels + (long)start * channelStep;
                sampling.Place(regions[r].Box, map);
                for (var bin = 0; bin < bins; bin++)
                    Spread(target + bin, bins, sampling.SelectBin(bin / size, bin % size, map), values + (long)bin * binStep, channelStep, end - start);
            }
        });
    }

    // Four sums at once hide each other's latency.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sum(float* map, int mapStep, BinCells cells, float* output, int outputStep, int channels)
    {
        var c = 0;
        for (; c + 4 <= channels; c += 4, map += 4 * mapStep, output += 4 * outputStep)
        {
            float sum0 = 0, sum1 = 0, sum2 = 0, sum3 = 0;
            for (var k = 0; k < cells.Count; k++)
            {
                var cell = map + cells.Offsets[k];
                var weight = cells.Weights[k];
                sum0 += cell[0] * weight;
                sum1 += cell[mapStep] * weight;
                sum2 += cell[2 * mapStep] * weight;
                sum3 += cell[3 * mapStep] * weight;
            }

            (output[0], output[outputStep], output[2 * outputStep], output[3 * outputStep]) = (sum0, sum1, sum2, sum3);
        }

        for (; c < channels; c++, map += mapStep, output += outputStep)
        {
            var sum = 0f;
            for (var k = 0; k < cells.Count; k++) sum += map[cells.Offsets[k]] * cells.Weights[k];
            *output = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Spread(float* map, int mapStep, BinCells cells, float* gradient, int gradientStep, int channels)
    {
        for (var c = 0; c < channels; c++, map += mapStep, gradient += gradientStep)
        {
            for (var k = 0; k < cells.Count; k++) map[cells.Offsets[k]] += cells.Weights[k] * *gradient;
        }
    }

    private static int Channels(FeatureMap[] levels, PlacedRegion[] regions, int size)
    {
        RegionLoop.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        if (channels % bins != 0)
            throw new ArgumentException($"{size}×{size} position-sensitive bins need a multiple of {bins} channels, not {channels}.", nameof(levels));
        return channels / bins;
    }
}
