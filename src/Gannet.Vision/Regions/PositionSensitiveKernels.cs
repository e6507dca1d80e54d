// Shapes: L levels, R regions, C channels of the output, k bins a side.
namespace Gannet.Vision.Regions;

/// <summary>Pooling in which each bin reads channels of its own: channel c·k² + bin for output channel c.</summary>
internal static unsafe class PositionSensitiveKernels
{
    /// <summary>Pools every region to <c>[R, k, k, C]</c> where <paramref name="channelsLast"/>, else <c>[R, C, k, k]</c>.</summary>
    public static void Forward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* output, bool channelsLast)
    {
        var (channels, bins) = (Channels(levels, regions, size), size * size);
        RegionKernels.InChunks(regions.Length, Environment.ProcessorCount, (start, end) =>
        {
            var sampling = sampler();
            for (var r = start; r < end; r++)
            {
                var target = output + (long)r * bins * channels;
                new Span<float>(target, bins * channels).Clear();
                Pool(levels[regions[r].Level], regions[r], size, sampling, target, channels, channelsLast);
            }
        });
    }

    /// <summary>Adds the gradient of every region's bins to the cells they were read from.</summary>
    /// <remarks>Each thread owns a range of output channels, and with them the channels they read: sums need no locks.</remarks>
    public static void Backward(
        FeatureMap[] levels, PlacedRegion[] regions, int size, Func<RegionSampling> sampler, float* gradient, bool channelsLast)
    {
        var (channels, bins) = (Channels(levels, regions, size), size * size);
        RegionKernels.InChunks(channels, Math.Min(Environment.ProcessorCount, channels), (start, end) =>
        {
            var sampling = sampler();
            for (var r = 0; r < regions.Length; r++)
            {
                var source = gradient + (long)r * bins * channels;
                Scatter(levels[regions[r].Level], regions[r], size, sampling, source, channels, channelsLast, start, end);
            }
        });
    }

    private static void Pool(
        in FeatureMap map, in PlacedRegion region, int size, RegionSampling sampling, float* output, int channels, bool channelsLast)
    {
        var bins = size * size;
        var (channelStep, binStep) = channelsLast ? (1, channels) : (bins, 1);
        sampling.Place(region.Box, map);
        for (var bin = 0; bin < bins; bin++)
        {
            sampling.SelectBin(bin / size, bin % size, map);
            var source = map.Image(region.Image) + bin;
            var sums = output + bin * binStep;
            for (var k = 0; k < sampling.Count; k++)
            {
                var cell = source + sampling.Offsets[k];
                var weight = sampling.Weights[k];
                for (var c = 0; c < channels; c++) sums[c * channelStep] += weight * cell[c * bins];
            }
        }
    }

    private static void Scatter(
        in FeatureMap map, in PlacedRegion region, int size, RegionSampling sampling, float* gradient, int channels, bool channelsLast, int first, int end)
    {
        var bins = size * size;
        var (channelStep, binStep) = channelsLast ? (1, channels) : (bins, 1);
        sampling.Place(region.Box, map);
        for (var bin = 0; bin < bins; bin++)
        {
            sampling.SelectBin(bin / size, bin % size, map);
            var target = map.Image(region.Image) + bin;
            var values = gradient + bin * binStep;
            for (var k = 0; k < sampling.Count; k++)
            {
                var cell = target + sampling.Offsets[k];
                var weight = sampling.Weights[k];
                for (var c = first; c < end; c++) cell[c * bins] += weight * values[c * channelStep];
            }
        }
    }

    private static int Channels(FeatureMap[] levels, PlacedRegion[] regions, int size)
    {
        RegionKernels.Check(levels, regions, size);
        var (channels, bins) = (levels[0].Channels, size * size);
        if (channels % bins != 0)
            throw new ArgumentException($"{size}×{size} position-sensitive bins need a multiple of {bins} channels, not {channels}.", nameof(levels));
        return channels / bins;
    }
}
